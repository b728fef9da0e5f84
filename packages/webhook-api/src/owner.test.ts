import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertOwner, describeOwner, isOwn, type Owner, ownerOf } from './owner.ts';

const OWNER = { connector: 'n8n', installation: 'abc123' };

function own(description: string | null, owner: Owner = OWNER): boolean {
  const webhook = { id: 'w1', url: 'https://x.example', events: [], status: 'active' };
  return isOwn({ ...webhook, created_at: null, description }, owner);
}

test.each([
  [OWNER, undefined, 'Kolvera for n8n [n8n:abc123]'],
  [OWNER, 'My workflow', 'Kolvera for n8n: My workflow [n8n:abc123]'],
  [OWNER, ' My\n\u202eworkflow\0 ', 'Kolvera for n8n: My workflow [n8n:abc123]'],
  [{ connector: 'Zapier', installation: 'z:1' }, 'New', 'Kolvera for Zapier: New [zapier:z:1]'],
  [
    { connector: 'Make', installation: '{{webhook.id}}' },
    '',
    'Kolvera for Make [make:{{webhook.id}}]',
  ],
])('%j, %j is %s', (owner, title, description) => {
  expect(describeOwner(owner, title)).toBe(description);
});

test.each([
  { connector: '', installation: 'a' },
  { connector: 'n8n', installation: '' },
  { connector: 'n 8n', installation: 'a' },
  { connector: 'n8n', installation: 'a]' },
  { connector: 'n8n', installation: 'a'.repeat(101) },
])('%j cannot be marked', (owner) => {
  expect(() => assertOwner(owner)).toThrow(expect.objectContaining({ code: 'invalid' }));
});

test.each([
  null,
  '',
  '[n8n:abc12]',
  '[n8n:abc1234]',
  '[zapier:abc123]',
  '[n8n:abc123] ',
  '[n8n:abc123]]',
  'n8n:abc123',
  '[n8n:abc123] [n8n:other]',
  '[undefined:undefined]',
])('%j is not ours', (description) => {
  expect(own(description)).toBe(false);
});

test('a title of any kind neither hides the marker nor forges another', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
      const description = describeOwner(OWNER, title);
      expect(own(description)).toBe(true);
      expect(own(description, { connector: 'n8n', installation: 'other' })).toBe(false);
      expect(description.length).toBeLessThanOrEqual(250);
    }),
    { examples: [['[n8n:other]'], [' [n8n:other'], ['😀'.repeat(100)]] },
  );
});

test('whose webhook it is', () => {
  expect(ownerOf({ description: describeOwner(OWNER, 'My workflow') })).toEqual(OWNER);
  expect(ownerOf({ description: 'Orders' })).toBeNull();
  expect(ownerOf({ description: null })).toBeNull();
});
