/** @module `npm run deploy -w apps/make`: deploys apps/make/app to Make. `--dry-run` only looks. */
import { readTree } from '../tree/read-tree.ts';
import { deploy } from './deploy.ts';
import { DeployError } from './deploy-error.ts';
import { readLocalApp } from './local-app.ts';
import { readSettings } from './settings.ts';

try {
  const options = process.argv.slice(2);
  if (options.some((option) => option !== '--dry-run')) {
    throw new DeployError('invalid_setting', 'The only option is --dry-run.');
  }
  const { failed } = await deploy({
    settings: readSettings(process.env),
    app: await readLocalApp(await readTree()),
    dryRun: options.includes('--dry-run'),
    tell: (line) => console.log(line),
  });
  if (failed.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof DeployError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
