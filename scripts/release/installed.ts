/** @module A published package as its users get it: installed into an empty project and run. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node22 } from '@kolvera/test-support/node22';
import { type Manifest, output, readPackage, root } from './packages.ts';

const RESOLUTIONS = [
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
] as const;

/**
 * Installs a package with its peers. On Node 22 and 24 it loads each entry point by `import` and by
 * `require` and runs each command's `--help`; it type-checks under nodenext and bundler.
 *
 * @param env for npm: the registry.
 * @returns a report in one line.
 */
export function tryInstalled(
  { name, version }: Manifest,
  place: string,
  env: Readonly<Record<string, string>>,
): string {
  const folder = mkdtempSync(join(place, 'project-'));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const install = (specifiers: readonly string[]) =>
    output(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...specifiers],
      folder,
      env,
    );
  write('package.json', '{ "private": true }\n');
  install([`${name}@${version}`]);
  const { manifest } = readPackage(join(folder, 'node_modules', name));
  const peers = Object.entries(Object(manifest.peerDependencies))
    .filter(([peer]) => peer !== 'n8n-workflow')
    .map(([peer, range]) => `${peer}@${range}`);
  if (peers.length > 0) install(peers);

  const entries = entryPoints(manifest);
  const commands = Object.values(Object(manifest.bin)).map(String);
  write('by-import.mjs', entries.map((entry) => `await import('${entry}');`).join('\n'));
  write('by-require.cjs', entries.map((entry) => `require('${entry}');`).join('\n'));
  for (const node of [node22(), process.execPath]) {
    for (const program of ['by-import.mjs', 'by-require.cjs']) output(node, [program], folder);
    for (const command of commands)
      output(node, [join('node_modules', name, command), '--help'], folder);
  }
  write('types.mts', entries.map((entry, at) => `export * as e${at} from '${entry}';`).join('\n'));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const typeRoots = join(root, 'node_modules/@types');
  const options = ['--noEmit', '--strict', '--target', 'es2023', '--typeRoots', typeRoots];
  for (const [resolution, module] of entries.length > 0 ? RESOLUTIONS : []) {
    const how = ['--moduleResolution', resolution, '--module', module, '--types', 'node'];
    output(process.execPath, [tsc, ...options, ...how, 'types.mts'], folder);
  }
  return `${name}@${version}: ${entries.length} entry points, ${commands.length} commands`;
}

/** `@kolvera/receiver/node`, without plain files and patterns. */
function entryPoints({ name, exports }: Manifest): readonly string[] {
  return Object.entries(Object(exports))
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => name + path.slice(1));
}
