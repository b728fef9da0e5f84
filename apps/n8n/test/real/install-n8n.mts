/**
 * @module Installs the real n8n once, into the git-ignored `.cache`: 2,200 packages and 3 GB that only
 * the end-to-end test needs. Its two native modules are compiled against the headers of the Node that
 * runs here, whatever `nodedir` npm is configured with.
 *
 * n8n 2.41.3 depends on a package that was never published; 2.41.1 installs.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installLocked, npm } from '@kolvera/test-support/install-locked';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';

/** On Debian each is in the package of its name. */
const BUILD_TOOLS = ['make', 'g++', 'python3'];

/** @returns the path of n8n's command, which needs the Node that runs here. */
export async function installN8n(): Promise<string> {
  const folder = await installLocked(fileURLToPath(new URL('n8n', import.meta.url)), compile);
  return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

async function compile(folder: string): Promise<void> {
  for (const tool of BUILD_TOOLS) await requireDebianPackage(tool, tool);
  const headers = dirname(dirname(realpathSync(process.execPath)));
  const hasHeaders = existsSync(join(headers, 'include', 'node', 'node_version.h'));
  await npm(
    folder,
    ['rebuild', 'sqlite3', 'isolated-vm', '--ignore-scripts=false'],
    hasHeaders ? { npm_config_nodedir: headers } : {},
  );
}
