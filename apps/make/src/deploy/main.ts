/**
 * @module `npm run deploy -w apps/make`: deploys apps/make/app to Make, and keeps Make's names of its
 * components in makecomapp.json. `--dry-run` only looks.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileText, MANIFEST } from '../tree/app-files.ts';
import { APP_DIRECTORY, readManifest, readTree } from '../tree/read-tree.ts';
import { deploy } from './deploy.ts';
import { DeployError } from './deploy-error.ts';
import { readLocalApp } from './local-app.ts';
import { originOf, withOrigin } from './origin.ts';
import { readSettings } from './settings.ts';

try {
  const options = process.argv.slice(2);
  if (options.some((option) => option !== '--dry-run')) {
    throw new DeployError('invalid_setting', 'The only option is --dry-run.');
  }
  const dryRun = options.includes('--dry-run');
  const tree = await readTree();
  const app = await readLocalApp(tree);
  const manifest = readManifest(tree);
  const settings = readSettings(process.env);
  const origin = originOf(manifest, settings.zone);
  const { failed, names } = await deploy({
    settings: { ...settings, appName: settings.appName ?? origin?.appId },
    app,
    dryRun,
    ...(origin?.idMapping && { kept: origin.idMapping }),
    tell: (line) => console.log(line),
  });
  // The stand-in's apps are gone when it ends.
  if (!dryRun && settings.protocol === 'https' && names.app !== undefined) {
    const kept = withOrigin(manifest, settings.zone, names.app, names.ids);
    await writeFile(join(APP_DIRECTORY, MANIFEST), fileText(kept));
  }
  if (failed.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof DeployError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
