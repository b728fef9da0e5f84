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

test('exactly the forms that JSON.stringify writes are verified', async () => {
  const path = 'webhooks/all-events/all-events.communication.iml.json';
  const communication = JSON.parse((await readTree()).get(path) ?? 'null');
  const found = payloadForms.map((form) => [form.form, isVerified(communication, form)]);
  const expected = payloadForms.map(({ form, example }) => [
    form,
    JSON.stringify(JSON.parse(example)) === example,
  ]);
  expect(found).toEqual(expected);
  expect(found.filter(([, verified]) => verified)).toHaveLength(6);
  expect(found.filter(([, verified]) => !verified)).toHaveLength(11);
});
