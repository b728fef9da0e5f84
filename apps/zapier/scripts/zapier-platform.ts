/**
 * @module Runs zapier-platform without its telemetry and its look for updates, so that building and
 * validating send nothing anywhere.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** zapier-platform's entry point, to be run with Node. */
export const zapierPlatform = createRequire(import.meta.url).resolve(
  'zapier-platform-cli/src/bin/run',
);

/** Environment variables that keep it quiet. */
export const quiet = { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1' };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { status, error } = spawnSync(
    process.execPath,
    [zapierPlatform, ...process.argv.slice(2)],
    { stdio: 'inherit', env: { ...process.env, ...quiet } },
  );
  if (error) throw error;
  process.exitCode = status ?? 1;
}
