/**
 * @module `npm run release -w apps/zapier`: builds, compares, pushes and promotes the version in
 * package.json, unless it is promoted already. It does not migrate users.
 */
import { execSync } from 'node:child_process';
import manifest from '../package.json' with { type: 'json' };
import { readPromoted } from './compare-builds.ts';
import { appFolder } from './stage.ts';

const { version } = manifest;
if (readPromoted()?.version === version) {
  console.log(`${version} is already promoted`);
} else {
  const steps = ['run build', 'run compare', 'run push', 'run promote -- --yes'];
  for (const step of steps) execSync(`npm ${step}`, { cwd: appFolder, stdio: 'inherit' });
  console.log(`${version} is promoted`);
}
