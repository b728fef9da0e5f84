/** @module The paths of Bun and Deno, which npm brings along for the tests. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The command of Bun's own package asks for a postinstall script, which npm is told not to run. */
export function bun(): string {
  return join(
    dirname(require.resolve(`${platformOf('Bun', '@oven/bun-', '')}/package.json`)),
    'bin/bun',
  );
}

export function deno(): string {
  return join(
    dirname(require.resolve(`${platformOf('Deno', '@deno/', '-glibc')}/package.json`)),
    'deno',
  );
}

/** @throws Error where the tests bring no build of the runtime along. */
function platformOf(runtime: string, before: string, after: string): string {
  if (process.platform === 'linux' && process.arch === 'x64') return `${before}linux-x64${after}`;
  throw new Error(
    `The tests run ${runtime} on Linux for x64 only, not on ${process.platform}-${process.arch}.`,
  );
}
