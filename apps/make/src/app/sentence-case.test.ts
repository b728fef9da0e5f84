import { expect, test } from 'vitest';
import { sentenceCase } from './sentence-case.ts';

test.each([
  ['New Contact', 'New contact'],
  ['Campaign Email Sent', 'Campaign email sent'],
  ['LinkedIn URL', 'LinkedIn URL'],
  ['Contact LinkedIn URL', 'Contact LinkedIn URL'],
  ['ICP ID', 'ICP ID'],
  ['Grade A', 'Grade A'],
  ['ID', 'ID'],
  ['', ''],
])('%s', (label, expected) => {
  expect(sentenceCase(label)).toBe(expected);
});
