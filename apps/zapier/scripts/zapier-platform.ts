/**
 * @module `node scripts/zapier-platform.ts build …` runs zapier-platform in the staged app and copies
 * the zips back.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appFolder, stageApp } from './stage.ts';

/** zapier-platform's entry point, to run with Node. */
export const zapierPlatform = createRequire(import.meta.url).resolve(
  'zapier-platform-cli/src/bin/run',
);

/** Environment variables that turn off telemetry and update checks. */
export const quiet = { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1' };

/** zapier-platform-cli 19.1.0 gives the app 5 s to start, which a busy machine may exceed. */
const BUILD_ATTEMPTS = 3;

/** @returns the CLI's exit status. */
export function runStaged(args: readonly string[]): number {
  const stage = stageApp();
  let attempts = args[0] === 'build' ? BUILD_ATTEMPTS : 1;
  let status: number | null = null;
  try {
    while (status !== 0 && attempts-- > 0) {
      const result = spawnSync(process.execPath, [zapierPlatform, ...args], {
        cwd: stage.folder,
        stdio: 'inherit',
        env: { ...process.env, ...quiet },
      });
      if (result.error) throw result.error;
      status = result.status;
    }
    const zips = join(stage.folder, 'build');
    if (existsSync(zips)) cpSync(zips, join(appFolder, 'build'), { recursive: true });
    return status ?? 1;
  } finally {
    stage.remove();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = runStaged(process.argv.slice(2));
}
