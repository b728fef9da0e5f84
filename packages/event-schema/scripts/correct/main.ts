/**
 * @module `npm run correct -- corrections.json`: applies what `kolvera inspect` found. docs/truth.md
 * says when.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Corrections } from '../../src/correction.ts';
import { isObject } from '../../src/is-object.ts';
import { correct } from './correct.ts';

// npm runs scripts in their workspace; INIT_CWD is where the person is.
const here = process.env.INIT_CWD ?? process.cwd();
const [given] = process.argv.slice(2);
if (given === undefined) {
  console.error('Name the file: npm run correct -- corrections.json');
  process.exit(2);
}
const corrections = readCorrections(resolve(here, given));
const { files, open } = correct(corrections);
for (const [path, text] of files) {
  writeFileSync(path, text);
  console.log(`Corrected ${relative(here, path)}`);
}
for (const line of open) console.log(line);
console.log(
  files.size === 0
    ? 'The catalogue says the same already.'
    : `Now: npm run generate; read the diff, and give new fields labels and descriptions; npm test.
Which version Zapier, n8n and Make need: npm run build -w apps/zapier && npm run compare -w apps/zapier`,
);

function readCorrections(file: string): Corrections {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (
    isObject(value) &&
    Array.isArray(value.corrections) &&
    value.corrections.every(isCorrection)
  ) {
    // Written by `kolvera inspect`; what a person changes in it, correct() looks up in the catalogue.
    return value as unknown as Corrections;
  }
  console.error(`${file} was not written by kolvera inspect --corrections.`);
  process.exit(2);
}

function isCorrection(value: unknown): boolean {
  if (!isObject(value) || typeof value.kind !== 'string') return false;
  if (value.kind === 'envelope') return typeof value.part === 'string' && isKey(value.sentAs);
  if (value.sentAs !== undefined && !isKey(value.sentAs)) return false;
  return typeof value.event === 'string' && Array.isArray(value.path) && value.path.every(isKey);
}

/** It becomes source: nothing but a name may. */
function isKey(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_]*$/.test(value);
}
