/**
 * @module The app as a standalone project outside the workspace, for zapier-platform to build: index.js
 * (bundled), package.json, the changelog, and zapier-platform-core with its dependencies, copied from
 * the installed packages.
 *
 * Inside the workspace the CLI would add links to all our packages, and optional packages of other
 * workspaces, to build.zip (docs/decisions/0065-zapier-one-file.md).
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** @throws Error when dist/index.js is missing. */
export function stageApp(): Stage {
  const bundle = join(appFolder, 'dist/index.js');
  if (!existsSync(bundle)) throw new Error('dist/index.js is missing. Run "npx tsup" first.');
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-zapier-stage-'));
  cpSync(bundle, join(folder, 'index.js'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(standalone(), null, 2));
  writeFileSync(join(folder, '.gitignore'), 'build/\nnode_modules/\n');
  writeFileSync(join(folder, 'README.md'), README);
  cpSync(join(appFolder, 'CHANGELOG.md'), join(folder, 'CHANGELOG.md'));
  linkWithIntegration(folder);
  for (const source of withDependencies('zapier-platform-core')) {
    // Nested node_modules may hold optional packages; the required ones are in the list themselves.
    cpSync(source, join(folder, relative(workspaceFolder, source)), {
      recursive: true,
      filter: (path) => path !== join(source, 'node_modules'),
    });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Says which integration at Zapier push and promote are for: ZAPIER_APP_ID, or by default the
 * `.zapierapprc` that `zapier-platform register` and `link` write. A key is always `App` and the id.
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

/** Without workspace packages, so that it can be installed and built anywhere. */
function standalone() {
  const { name, version, description, license, type, dependencies } = manifest;
  return {
    ...{ name, version, private: true, description, license, type, exports: './index.js' },
    dependencies,
    overrides: { 'get-intrinsic': workspace.overrides['get-intrinsic'] },
  };
}

/** The folders of an installed package and its required dependencies. */
function withDependencies(name: string, from = appFolder, found = new Set<string>()): Set<string> {
  const folder = installed(name, from);
  if (found.has(folder)) return found;
  found.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) withDependencies(dependency, folder, found);
  return found;
}

/** Resolves a package as Node does: from the nearest node_modules that has it. */
function installed(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return folder;
  if (from === dirname(from)) throw new Error(`${name} is not installed.`);
  return installed(name, dirname(from));
}
