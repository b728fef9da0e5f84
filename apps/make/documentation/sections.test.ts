import { readFile } from 'node:fs/promises';
import { events } from '@kolvera/event-schema';
import { withImaginaryEvent } from '@kolvera/event-schema/testing';
import { expect, test } from 'vitest';
import { readTree } from '../src/tree/read-tree.ts';
import { isVerified, payloadForms } from './payload-forms.ts';
import { DOCUMENT, withSections } from './sections.ts';

test('docs/make.md is up to date: `npm run generate -w apps/make` writes its sections', async () => {
  const document = await readFile(DOCUMENT, 'utf8');
  expect(document).toBe(withSections(document, events));
  expect(withSections(document, withImaginaryEvent())).toContain('Campaign paused');
  expect(() => withSections('', events)).toThrow('no place');
});

test('the forms that can be written again are verified, and no others', async () => {
  const path = 'webhooks/all-events/all-events.communication.iml.json';
  const communication = JSON.parse((await readTree()).get(path) ?? 'null');
  const verified = payloadForms.filter((form) => isVerified(communication, form));
  const compact = payloadForms.filter(
    ({ example }) => JSON.stringify(JSON.parse(example)) === example,
  );
  expect(verified).toEqual(expect.arrayContaining(compact));
  const others = verified.filter((form) => !compact.includes(form));
  expect(others.map(({ form }) => form)).toEqual([
    'Spaces after colons and commas (Python’s default)',
    'A line break at the end',
    'Slashes escaped (PHP’s default)',
    '<, > and & escaped (Go’s and Rails’ default)',
  ]);
  expect(payloadForms).toHaveLength(17);
});
