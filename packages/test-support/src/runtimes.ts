/** @module The paths of Bun and Deno, installed on first use. */
import { join, resolve } from 'node:path';
import { installLocked } from './install-locked.ts';

/** The command of Bun's own package needs a postinstall script, and install scripts are off. */
export function bun(): Promise<string> {
  return binary('Bun', '@oven/bun-linux-x64/bin/bun');
}

export function deno(): Promise<string> {
  return binary('Deno', '@deno/linux-x64-glibc/deno');
}

/** @throws Error on other platforms, where the tests do not run these. */
async function binary(runtime: string, path: string): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64')
    throw new Error(`The tests run ${runtime} on linux-x64 only, not on ${platform}.`);
  const installed = await installLocked(resolve(import.meta.dirname, '../runtimes'));
  return join(installed, 'node_modules', path);
}
