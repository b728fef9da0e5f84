/** @module Starts turbo with its telemetry off, on Windows too; turbo.json has no key for it. */
import { spawnSync } from 'node:child_process';

const { status, error } = spawnSync('turbo', process.argv.slice(2), {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
});
if (error) throw error;
process.exitCode = status ?? 1;
