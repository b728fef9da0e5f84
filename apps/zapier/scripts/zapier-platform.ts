/**
 * @module `node scripts/zapier-platform.ts build …` runs zapier-platform in the staged app and brings
 * back the zips that it makes, without the CLI's telemetry and its look for updates.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appFolder, stageApp } from './stage.ts';

/** zapier-platform's entry point, to be run with Node. */
export const zapierPlatform = createRequire(import.meta.url).resolve(
  'zapier-platform-cli/src/bin/run',
);

/** Environment variables that keep it quiet. */
export const quiet = { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1' };

/** `build` starts the app and gives it 5 s, which a busy machine may not (zapier-platform-cli 19.1.0). */
const BUILDS = 3;

/** @returns the CLI's exit status. */
export function runStaged(args: readonly string[]): number {
  const stage = stageApp();
  const run = () => {
    const { status, error } = spawnSync(process.execPath, [zapierPlatform, ...args], {
      cwd: stage.folder,
      stdio: 'inherit',
      env: { ...process.env, ...quiet },
    });
    if (error) throw error;
    return status;
  };
  try {
    let status = run();
    for (let built = 1; status !== 0 && args[0] === 'build' && built < BUILDS; built++) {
      console.error('Building again, in case the machine was only busy.');
      status = run();
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
