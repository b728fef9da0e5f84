/**
 * @module `npm test`: builds, then runs every part, and fails at the end if a part has failed.
 *
 * The published libraries run on Node 22 too, the oldest that they support. The tests run from source;
 * what is published is built from the same files for the target node22. The conformance run over every
 * runtime is left out there: it starts Node 22 itself.
 */
import { spawnSync } from 'node:child_process';
import { node22 } from '@kolvera/test-support/node22';
import { bun } from '@kolvera/test-support/runtimes';

const LIBRARIES = ['event-schema', 'signature', 'webhook-api', 'delivery', 'receiver'];

function succeeds(node: string, args: readonly string[]): boolean {
  return spawnSync(node, args, { stdio: 'inherit' }).status === 0;
}

const vitest = ['node_modules/vitest/vitest.mjs', 'run'];
const node = process.execPath;
if (succeeds(node, ['scripts/turbo.ts', 'run', 'build', '--output-logs=errors-only'])) {
  // Installed first, because parallel tests need them.
  const oldest = node22();
  await bun();
  const passed = succeeds(node, vitest);
  console.log('The published libraries on Node 22:');
  const folders = LIBRARIES.map((name) => `packages/${name}/`);
  const withoutRuntimes = ['--exclude', 'packages/receiver/test/runtimes/**'];
  const passedOnOldest = succeeds(oldest, [...vitest, ...folders, ...withoutRuntimes]);
  process.exitCode = passed && passedOnOldest ? 0 : 1;
} else {
  process.exitCode = 1;
}
