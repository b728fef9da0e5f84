/**
 * @module The names that users' workflows hold: node, parameters, options, credential, webhook path.
 * Changing one breaks the workflows that use it, so a change here needs a new node version.
 */

import { expectPublicIdentifiers } from '@kolvera/test-support/public-identifiers';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { KolveraApi } from '../credentials/KolveraApi.credentials.ts';
import codex from '../nodes/KolveraTrigger/KolveraTrigger.node.json' with { type: 'json' };
import { KolveraTrigger } from '../nodes/KolveraTrigger/KolveraTrigger.node.ts';
import manifest from '../package.json' with { type: 'json' };

type Identifiers = { [name: string]: Identifiers | readonly unknown[] | unknown };

function identifiers(properties: readonly INodeProperties[]): Identifiers {
  return Object.fromEntries(properties.map((one) => [one.name, identifiersOf(one)]));
}

function identifiersOf({ type, options = [], default: standard }: INodeProperties): Identifiers {
  if (type === 'collection') return identifiers(options as INodeProperties[]);
  const values = (options as INodePropertyOptions[]).map(({ value }) => value);
  return { type, default: standard, ...(values.length > 0 ? { values } : {}) };
}

test('public identifiers', () => {
  const { description, methods } = new KolveraTrigger();
  const credential = new KolveraApi();
  expectPublicIdentifiers(new URL('../public-identifiers.txt', import.meta.url), 'n8n', {
    package: manifest.name,
    files: manifest.n8n,
    node: { name: description.name, version: description.version },
    parameters: identifiers(description.properties),
    credentials: description.credentials,
    credentialTests: Object.keys(methods.credentialTest),
    webhooks: description.webhooks?.map(({ name, path, httpMethod }) => ({
      name,
      path,
      httpMethod,
    })),
    credential: { name: credential.name, fields: identifiers(credential.properties) },
  });
});

test("every link leads to Kolvera or to the package's readme", () => {
  const shown = JSON.stringify([new KolveraTrigger().description, new KolveraApi(), codex]);
  const links = [...shown.matchAll(/https?:\/\/[^"\\]+/g)].map(([link]) => link);
  expect([...new Set(links)].sort()).toEqual([
    'https://api.kolvera.io/v1',
    manifest.homepage,
    'https://kolvera.io',
  ]);
});
