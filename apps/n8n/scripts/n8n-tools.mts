/**
 * @module n8n's linter and scanner. They bring LangChain, OpenAI and PDF libraries, so they are not
 * part of the workspace: they are installed apart and linked into this package's node_modules, where
 * eslint.config.mjs and test/scan.mjs find them.
 */
import { mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installLocked } from '@kolvera/test-support/install-locked';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** @returns the folder that they are installed in. */
export async function linkN8nTools(): Promise<string> {
  const installed = await installLocked(join(packageFolder, 'n8n-tools'));
  for (const name of ['node-cli', 'scan-community-package']) {
    const target = join(installed, 'node_modules/@n8n', name);
    const link = join(packageFolder, 'node_modules/@n8n', name);
    if (isLinked(link, target)) continue;
    mkdirSync(join(link, '..'), { recursive: true });
    rmSync(link, { recursive: true, force: true });
    symlinkSync(target, link, 'junction');
  }
  return installed;
}

function isLinked(link: string, target: string): boolean {
  try {
    return realpathSync(link) === target;
  } catch {
    return false;
  }
}
