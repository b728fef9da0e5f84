/**
 * @module `npm run release -w apps/zapier`: builds, compares, pushes and promotes the version of
 * package.json, unless it was promoted already. Moving users to it stays a person's step.
 */
import { spawnSync } from 'node:child_process';
import manifest from '../package.json' with { type: 'json' };
import { readPromoted } from './compare-builds.ts';
import { appFolder } from './stage.ts';

const { version } = manifest;
const STEPS = [['build'], ['compare'], ['push'], ['promote', '--', version, '--yes']];

if (readPromoted()?.version === version) {
  console.log(`${version} is promoted already`);
} else {
  const failed = STEPS.find(([script = '', ...args]) => {
    const { status } = spawnSync('npm', ['run', script, ...args], {
      cwd: appFolder,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    return status !== 0;
  });
  if (failed) process.exitCode = 1;
  else console.log(`${version} is promoted`);
}
