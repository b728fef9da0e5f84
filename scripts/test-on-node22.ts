/**
 * @module Runs the tests of the published libraries on Node 22, the oldest that they promise.
 *
 * The tests run from source; what is published is built from the same files for the target node22.
 * The conformance run over every runtime stays out: it starts a Node 22 of its own, and has run before.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { node22 } from '@kolvera/test-support/node22';

const LIBRARIES = ['event-schema', 'signature', 'webhook-api', 'delivery', 'receiver'];

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const folders = LIBRARIES.map((name) => `packages/${name}/`);
console.log('The published libraries on Node 22:');
const withoutRuntimes = ['--exclude', 'packages/receiver/test/runtimes/**'];
const run = spawnSync(node22(), [vitest, 'run', ...folders, ...withoutRuntimes], {
  stdio: 'inherit',
});
process.exitCode = run.status ?? 1;
