/**
 * @module Runs the tests of the published libraries on Node 22, the oldest that they promise.
 *
 * The tests run from source; what is published is built from the same files for the target node22.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { node22 } from './node22.ts';

const LIBRARIES = ['event-schema', 'signature', 'webhook-api', 'delivery', 'receiver'];

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const folders = LIBRARIES.map((name) => `packages/${name}/`);
console.log('The published libraries on Node 22:');
const run = spawnSync(node22(), [vitest, 'run', ...folders], { stdio: 'inherit' });
process.exitCode = run.status ?? 1;
