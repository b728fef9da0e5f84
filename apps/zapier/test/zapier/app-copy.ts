/**
 * @module A copy of the app for zapier-platform to work in. The CLI builds the app, writes files of
 * its own beside package.json and replaces build/, which other tests read at the same time.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { quiet, zapierPlatform } from '../../scripts/zapier-platform.ts';

const app = fileURLToPath(new URL('../../', import.meta.url));

/** Inside the repository, so that packages are found as they are from the app itself. */
const cache = fileURLToPath(new URL('../../../../.cache/', import.meta.url));

export interface AppCopy {
  readonly folder: string;
  /** Runs zapier-platform in the copy. @returns what it printed. @throws when it fails. */
  zapierPlatform(args: readonly string[], environment?: Record<string, string>): Promise<string>;
  remove(): Promise<void>;
}

export async function copyApp(): Promise<AppCopy> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'zapier-copy-'));
  for (const name of ['package.json', 'CHANGELOG.md', '.gitignore', 'tsup.config.ts', 'src']) {
    await cp(join(app, name), join(folder, name), { recursive: true });
  }
  return {
    folder,
    async zapierPlatform(args, environment = {}) {
      const { PATH = '' } = process.env;
      const env = { PATH, HOME: tmpdir(), ...quiet, ...environment };
      const run = promisify(execFile)(process.execPath, [zapierPlatform, ...args], {
        cwd: folder,
        env,
      });
      const { stdout, stderr } = await run;
      return stdout + stderr;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Links the copy with an integration at Zapier, as `zapier-platform link` does. */
export async function link({ folder }: AppCopy, id: number): Promise<void> {
  await writeFile(join(folder, '.zapierapprc'), JSON.stringify({ id, key: `App${id}` }));
}
