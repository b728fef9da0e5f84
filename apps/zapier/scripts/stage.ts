/**
 * @module The app as a project of its own, outside the workspace, for zapier-platform to work in:
 * package.json, the bundled index.js, the changelog, and zapier-platform-core with what it depends
 * on, copied from the installed packages.
 *
 * Inside the workspace the CLI would put links to every package of ours into build.zip, and whatever
 * optional package the rest of the workspace happens to have (docs/decisions/0065-zapier-one-file.md).
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import workspace from '../../../package.json' with { type: 'json' };
import manifest from '../package.json' with { type: 'json' };

/** The app's folder in the workspace. */
export const appFolder = fileURLToPath(new URL('..', import.meta.url));

const workspaceFolder = fileURLToPath(new URL('../../..', import.meta.url));

export interface Stage {
  readonly folder: string;
  remove(): void;
}

/** @throws Error when the app is not bundled yet. */
export function stageApp(): Stage {
  const bundle = join(appFolder, 'dist/index.js');
  if (!existsSync(bundle)) throw new Error('There is no dist/index.js. Run "npx tsup" first.');
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-zapier-stage-'));
  cpSync(bundle, join(folder, 'index.js'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(standalone(), null, 2));
  writeFileSync(join(folder, '.gitignore'), 'build/\nnode_modules/\n');
  writeFileSync(join(folder, 'README.md'), README);
  cpSync(join(appFolder, 'CHANGELOG.md'), join(folder, 'CHANGELOG.md'));
  linkWithIntegration(folder);
  for (const source of withDependencies('zapier-platform-core')) {
    const target = join(folder, relative(workspaceFolder, source));
    mkdirSync(dirname(target), { recursive: true });
    // A package's own node_modules hold what only others may need: each is copied by itself.
    cpSync(source, target, {
      recursive: true,
      filter: (path) => relative(source, path).split(/[\\/]/)[0] !== 'node_modules',
    });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Names the integration at Zapier that push and promote are for: the one of ZAPIER_APP_ID, or else
 * of `.zapierapprc`, which `zapier-platform register` and `link` write. Its key is always `App` and
 * the id.
 */
function linkWithIntegration(folder: string): void {
  const { ZAPIER_APP_ID: id } = process.env;
  const file = join(appFolder, '.zapierapprc');
  const linked = join(folder, '.zapierapprc');
  if (id) writeFileSync(linked, JSON.stringify({ id: Number(id), key: `App${id}` }));
  else if (existsSync(file)) cpSync(file, linked);
}

const README = `# Kolvera for Zapier

index.js is bundled from apps/zapier of the Kolvera connectors. To build it again from here:

    npm install
    npx --package zapier-platform-cli@${manifest.devDependencies['zapier-platform-cli']} zapier-platform build
`;

/** Nothing in it is of the workspace, so that it can be installed and built anywhere. */
function standalone() {
  const { name, version, description, license, type, dependencies } = manifest;
  return {
    ...{ name, version, private: true, description, license, type, exports: './index.js' },
    dependencies,
    overrides: { 'get-intrinsic': workspace.overrides['get-intrinsic'] },
  };
}

/** The folders of an installed package and of everything that it cannot do without. */
function withDependencies(root: string): Set<string> {
  const found = new Set<string>();
  const visit = (name: string, from: string) => {
    const folder = installed(name, from);
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    for (const dependency of Object.keys(dependencies)) visit(dependency, folder);
  };
  visit(root, appFolder);
  return found;
}

/** Where Node finds a package from a folder: in the nearest node_modules that has it. */
function installed(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return folder;
  if (from === dirname(from)) throw new Error(`${name} is not installed.`);
  return installed(name, dirname(from));
}
