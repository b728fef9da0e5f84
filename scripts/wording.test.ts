/** @module Phrases that no text of ours uses, because they read like a translation. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Each with what to write instead. */
const BANNED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /(?<!\bthere )\bis no (?!longer\b|shorter\b|less\b|more\b|later\b)[a-z]/i,
    'is not a …, must be a …',
  ],
  [/\b(cannot|can|may|could) stand in\b|\bstands in (?!for\b)/i, 'is in, fits in, appears in'],
  [/\b(here|https|addresses|URLs|2xx) alone\b/i, 'only …'],
  [/\b(is|are|stands) in the way\b/i, 'conflicts with …'],
  [/\bor no longer\b/i, 'it may have been deleted'],
  [/\bif it stays so\b/i, 'if it keeps happening'],
  [/\b(asked|asks) to come again\b/i, 'told to try again'],
  [/\bbelongs? into\b/i, 'belongs in'],
  [
    /\bmet a problem\b|\bgave an answer that\b|\bnot understood\b/i,
    'returned an unexpected response',
  ],
];

function offences(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, at) =>
      BANNED.filter(([pattern]) => pattern.test(line)).map(
        ([, instead]) => `${at + 1}: "${line.trim()}" (instead: ${instead})`,
      ),
    );
}

test.each([
  'The value is no boolean.',
  'An id that cannot stand in a path.',
  'Kolvera delivers to https:// addresses alone.',
  'Something is in the way.',
  'Kolvera does not have this, or no longer.',
])('%s', (sentence) => {
  expect(offences(sentence)).toHaveLength(1);
});

test('there is no offence in a sentence that merely looks like one', () => {
  expect(
    offences('There is no secret. It is no longer there. A stand-in stands in for it.'),
  ).toEqual([]);
});

test('no text of the repository uses a banned phrase', () => {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  expect(status).toBe(0);
  const files = stdout
    .split('\0')
    .filter((file) => /\.(ts|mts|md|json|ya?ml|html|css|py|svg)$/.test(file))
    .filter((file) => file !== 'package-lock.json' && file !== 'scripts/wording.test.ts');
  expect(files.length).toBeGreaterThan(200);
  const found = files
    .filter((file) => existsSync(resolve(root, file)))
    .flatMap((file) =>
      offences(readFileSync(resolve(root, file), 'utf8')).map((offence) => `${file}:${offence}`),
    );
  expect(found).toEqual([]);
});
