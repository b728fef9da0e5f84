/** @slow Reads the catalogue's source with the compiler. */
import { basename } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { expect, test, vi } from 'vitest';
import type { Correction, Shape } from '../../src/correction.ts';
import { correct } from './correct.ts';
import { printField, sampleValue } from './new-field.ts';

// The compiler takes its time on a machine that runs other test files beside this one.
vi.setConfig({ testTimeout: 60_000 });

const evidence = 'in 3 of 3';

function corrected(...corrections: readonly Correction[]) {
  const { files, open } = correct({
    observed: '2026-11-25',
    deliveries: 3,
    corrections,
    questions: [],
  });
  const texts = new Map([...files].map(([path, text]) => [basename(path), text]));
  for (const [name, text] of texts) expect(mistakesIn(name, text)).toEqual([]);
  return { texts, open };
}

function mistakesIn(name: string, text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: name,
    reportDiagnostics: true,
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

const contact = (...path: string[]) => ({ event: 'contact.created', path: ['contact', ...path] });
const byCampaignEmail = (...path: string[]) => ({
  event: 'campaign.email.sent',
  path: ['contact', ...path],
});

test('a field is found through imports, spreads and destructuring, and corrected once', () => {
  const { texts, open } = corrected(
    { kind: 'renamed', ...byCampaignEmail('email'), sentAs: 'zz_mail', evidence },
    { kind: 'renamed', ...contact('email'), sentAs: 'zz_mail', evidence },
  );
  expect([...texts.keys()]).toEqual(['contact.ts']);
  expect(texts.get('contact.ts')).toMatch(/email: text\(\s*'observed',[^)]+sentAs: 'zz_mail'/);
  expect(texts.get('contact.ts')?.match(/zz_mail/g)).toHaveLength(1);
  expect(open).toEqual([]);
});

test('the envelope’s keys are put first', () => {
  const { texts } = corrected(
    { kind: 'envelope', part: 'event', sentAs: 'type', evidence },
    { kind: 'envelope', part: 'event', sentAs: 'zz_topic', evidence },
  );
  expect(texts.get('envelope-keys.ts')).toContain("event: ['type', 'zz_topic', ");
});

test('a new field enters every sample that has its record', () => {
  const shape: Shape = {
    type: 'array',
    items: { type: 'object', fields: { zzUrl: { type: 'string', format: 'uri' } } },
  };
  const { texts } = corrected({ kind: 'added', ...contact('zzLinks'), shape, evidence });
  expect(texts.get('contact.ts')).toContain("zz_links: list('observed', 'Zz Links'");
  expect(texts.get('contact.ts')).toContain("sentAs: 'zzLinks'");
  expect(texts.get('contact.ts')).toMatch(
    /import \{[^}]*list,[^}]*\} from '..\/describe-field.ts'/,
  );
  for (const file of ['created', 'updated', 'enriched', 'phone-found']) {
    expect(texts.get(`contact-${file}.ts`)).toContain(
      'zz_links: [{"zz_url":"https://www.yarraford.example/"}]',
    );
  }
});

test('a new field of an event whose data is on one line', () => {
  const added = { event: 'contact.created', path: ['zzSource'], evidence } as const;
  const { texts } = corrected(
    { kind: 'added', ...added, shape: { type: 'string' } },
    { kind: 'added', ...added, path: ['zzCount'], shape: { type: 'integer' } },
  );
  expect(texts.get('contact-created.ts')).toMatch(/\),\s+zz_source: text\([\s\S]*zz_count/);
});

test('a new field that would have the key of another is left to a person', () => {
  const shape: Shape = { type: 'string' };
  const { texts, open } = corrected({ kind: 'added', ...contact('firstName'), shape, evidence });
  expect(texts.size).toBe(0);
  expect(open).toEqual([
    'contact.created data.contact.firstName is not added: the catalogue has first_name. Are both sent?',
  ]);
});

test('a new value enters its enumeration', () => {
  const value = {
    kind: 'value',
    ...contact('outreach_stage'),
    value: 'zz_stage',
    evidence,
  } as const;
  expect(corrected(value).texts.get('contact.ts')).toContain('"zz_stage"');
});

test('another type is reported as breaking, and not applied', () => {
  const { texts, open } = corrected({
    kind: 'type',
    ...contact('id'),
    declared: 'string',
    sent: 'integer',
    evidence,
  });
  expect(texts.size).toBe(0);
  expect(open).toEqual([
    'BREAKING, not applied: contact.created data.contact.id is sent as integer, not string (in 3 of 3).',
  ]);
});

test('two names of one field contradict each other', () => {
  const { open } = corrected(
    { kind: 'renamed', ...contact('title'), sentAs: 'zz_role', evidence },
    { kind: 'renamed', ...byCampaignEmail('title'), sentAs: 'zz_job', evidence },
  );
  expect(open).toEqual([expect.stringContaining('sent as zz_role and as zz_job')]);
});

const shapes = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Shape>(
      { type: 'string' },
      { type: 'string', format: 'email' },
      { type: 'string', format: 'date-time' },
      { type: 'integer' },
      { type: 'number' },
      { type: 'boolean' },
    ),
    fc.record({ type: fc.constant('array' as const), items: tie('shape') }),
    fc.record({
      type: fc.constant('object' as const),
      fields: fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,9}$/), tie('shape')),
    }),
  ),
})).shape;

test('property: a printed field is source without mistakes, and its sample holds only made-up texts', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      expect(mistakesIn('field.ts', `const fields = { ${printField('someKey', shape)} };`)).toEqual(
        [],
      );
      for (const text of textsIn(sampleValue(shape))) {
        expect([
          'An example',
          '2026-07-14T09:12:31+10:00',
          'lena.hartigan@yarraford.example',
        ]).toContain(text);
      }
    }),
    { numRuns: 60 },
  );
});

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
