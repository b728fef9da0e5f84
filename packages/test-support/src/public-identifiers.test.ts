import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { expectPublicIdentifiers } from './public-identifiers.ts';

const folder = mkdtempSync(join(tmpdir(), 'kolvera-identifiers-'));
const file = pathToFileURL(join(folder, 'public-identifiers.txt'));
const node = { node: 'kolveraTrigger', events: ['*', 'contact.created'], inputs: [] };

afterEach(() => vi.unstubAllEnvs());

test('records what is new, and neither loses nor changes what was there', () => {
  expect(() => expectPublicIdentifiers(file, 'app', node)).toThrow('run npm run generate');

  vi.stubEnv('KOLVERA_RECORD_PUBLIC_IDENTIFIERS', '1');
  expectPublicIdentifiers(file, 'app', node);
  const grown = { ...node, events: ['*', 'contact.merged', 'contact.created'], inputs: ['q'] };
  expectPublicIdentifiers(file, 'app', grown);
  for (const broken of [node, { ...grown, node: 'kolvera' }]) {
    expect(() => expectPublicIdentifiers(file, 'app', broken)).toThrow('gone or changed');
  }
  expect(readFileSync(file, 'utf8')).toBe(
    `${[
      'app',
      'app.events',
      'app.events[] "*"',
      'app.events[] "contact.created"',
      'app.events[] "contact.merged"',
      'app.inputs',
      'app.inputs[] "q"',
      'app.node "kolveraTrigger"',
    ].join('\n')}\n`,
  );

  vi.unstubAllEnvs();
  expectPublicIdentifiers(file, 'app', grown);
  expect(() => expectPublicIdentifiers(file, 'app', node)).toThrow('gone or changed');
  rmSync(folder, { recursive: true });
});
