/**
 * @module Imports go one way (docs/decisions/0001-imports-go-one-way.md). A test and no lint rule,
 * because only a resolved relative path shows that it leads into another workspace.
 */
import { globSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const CONNECTOR = [
  'packages/event-schema',
  'packages/signature',
  'packages/webhook-api',
  'packages/delivery',
];

/** What a workspace may import of ours, tests aside. The default for a package: nothing. */
const ALLOWED: Readonly<Record<string, readonly string[] | 'anything'>> = {
  'packages/event-schema': [],
  'packages/signature': [],
  'packages/webhook-api': ['packages/event-schema'],
  'packages/delivery': ['packages/event-schema', 'packages/signature'],
  'packages/receiver': ['packages/event-schema', 'packages/signature', 'packages/delivery'],
  'packages/certify': ['packages/event-schema', 'packages/signature'],
  'packages/sandbox': CONNECTOR,
  'packages/conformance': 'anything',
  'packages/benchmarks': 'anything',
  // Only the command runs a local Kolvera for its user, and certifies endpoints.
  'apps/cli': [...CONNECTOR, 'packages/sandbox', 'packages/certify'],
  examples: ['packages/receiver'],
  scripts: 'anything',
};

/** By default, an app may import the connectors' packages, and never another app. */
function allowedFrom(workspace: string | undefined): readonly string[] | 'anything' {
  if (workspace === undefined) return 'anything';
  return ALLOWED[workspace] ?? (workspace.startsWith('apps/') ? CONNECTOR : []);
}

const workspaceByName = new Map(
  globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) => {
    const { name }: { name: string } = JSON.parse(readFileSync(resolve(root, file), 'utf8'));
    return [name, workspaceOf(file)];
  }),
);

/** `packages/receiver/src/index.ts` is in `packages/receiver`, a file of the root in none. */
function workspaceOf(file: string): string | undefined {
  return /^((packages|apps)\/[^/]+|examples|scripts)(?=\/)/.exec(file.replaceAll(sep, '/'))?.[0];
}

/** The workspace that an import leads to; undefined for Node's modules and other people's. */
function target(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    return workspaceOf(relative(root, resolve(root, file, '..', specifier)));
  }
  const parts = specifier.split('/');
  return workspaceByName.get(parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'));
}

/** Generators of documents, which no package publishes; they may name the signature's header. */
const GENERATORS = /^packages\/(event-schema\/scripts|webhook-api\/src\/openapi)\//;

/** A workspace's own tools, which are not published either. */
const TOOLS = /^(packages|apps)\/[^/]+\/scripts\//;

/** The imports of a file that its workspace may not make. */
function forbidden(file: string, text: string): string[] {
  const from = workspaceOf(file);
  return ts
    .preProcessFile(text)
    .importedFiles.flatMap(({ fileName }) => target(file, fileName) ?? [])
    .filter((to) => to !== from && !mayImport(file, from, to));
}

function mayImport(file: string, from: string | undefined, to: string): boolean {
  if (to === 'scripts') return false;
  if (isTest(file)) return true;
  if (to === 'packages/signature' && GENERATORS.test(file)) return true;
  if (to === 'packages/test-support' && TOOLS.test(file)) return true;
  const allowed = allowedFrom(from);
  return allowed === 'anything' || allowed.includes(to);
}

/** Tests import what they need: a connector's conformance subject is beside its tests. */
function isTest(file: string): boolean {
  return /\.test\.m?ts$|(^|\/)(test|bench|load)\//.test(file.replaceAll(sep, '/'));
}

test('no workspace imports what it may not', () => {
  const files = globSync('{packages,apps,examples,scripts,skills,docs/.vitepress}/**/*.{ts,mts}', {
    cwd: root,
    exclude: (path) => /(^|[\\/])(node_modules|dist|build|\.cache)([\\/]|$)/.test(path),
  });
  expect(files.length).toBeGreaterThan(100);
  const found = files.map((file) => ({
    file,
    imports: forbidden(file, readFileSync(resolve(root, file), 'utf8')),
  }));
  expect(found.filter(({ imports }) => imports.length > 0)).toEqual([]);
});

test.each([
  ['packages/signature/src/x.ts', "import { events } from '@kolvera/event-schema';"],
  ['packages/event-schema/src/x.ts', "import { sign } from '@kolvera/signature';"],
  ['packages/receiver/src/node/x.ts', "export { s } from '../../../sandbox/src/index.ts';"],
  ['packages/receiver/src/x.ts', "const m = await import('@kolvera/webhook-api');"],
  ['packages/receiver/src/x.ts', "import type { Subject } from '@kolvera/conformance';"],
  ['apps/n8n/nodes/KolveraTrigger/x.ts', "import { startSandbox } from '@kolvera/sandbox';"],
  ['apps/zapier/src/x.ts', "import { node } from 'n8n-nodes-kolvera';"],
  ['packages/later/src/x.ts', "import { sign } from '@kolvera/signature';"],
  ['apps/later/src/x.ts', "import { startSandbox } from '@kolvera/sandbox';"],
  ['apps/zapier/src/x.ts', "import { node22 } from '@kolvera/test-support/node22';"],
  ['apps/zapier/test/x.ts', "import { root } from '../../../scripts/release/packages.ts';"],
  ['packages/conformance/src/x.ts', "import { root } from '../../../scripts/x.ts';"],
])('%s may not %s', (file, text) => {
  expect(forbidden(file, text)).toHaveLength(1);
});

test.each([
  ['packages/receiver/src/node/x.ts', "import { sign } from '@kolvera/signature/vectors.json';"],
  ['packages/receiver/src/node/x.ts', "import { Receiver } from '../receiver.ts';"],
  ['packages/receiver/tsup.config.ts', "import { library } from '../../tsup.config.base.ts';"],
  ['apps/n8n/nodes/KolveraTrigger/x.ts', "import { call } from '@kolvera/webhook-api';"],
  ['apps/cli/src/x.ts', "import { startSandbox } from '@kolvera/sandbox';"],
  ['apps/zapier/test/x.ts', "import { node22 } from '@kolvera/test-support/node22';"],
  ['scripts/x.ts', "import { node22 } from '@kolvera/test-support/node22';"],
])('%s may %s', (file, text) => {
  expect(forbidden(file, text)).toEqual([]);
});
