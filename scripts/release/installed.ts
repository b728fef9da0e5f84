/** @module A published package as its user meets it: installed into an empty project, and tried. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node22 } from '@kolvera/test-support/node22';
import { type Manifest, output, readPackage, root } from './packages.ts';

/**
 * Installs a package with its peers and loads each of its entry points on Node 22 and 24, by `import`
 * and by `require`; its commands print their help; its types hold under nodenext and bundler.
 *
 * @param env for npm: the registry.
 * @returns what was tried, for a person.
 * @throws Error with what failed.
 */
export function tryInstalled(
  { name, version }: Manifest,
  place: string,
  env: Readonly<Record<string, string>>,
): string {
  const folder = mkdtempSync(join(place, 'project-'));
  write(folder, 'package.json', '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts'];
  output('npm', ['install', ...flags, `${name}@${version}`], folder, env);
  const { manifest } = readPackage(join(folder, 'node_modules', name));
  const peers = Object.entries(manifest.peerDependencies ?? {}).filter(
    ([peer]) => peer !== 'n8n-workflow',
  );
  if (peers.length > 0) {
    output(
      'npm',
      ['install', ...flags, ...peers.map(([peer, range]) => `${peer}@${range}`)],
      folder,
      env,
    );
  }
  const runtimes = [node22(), process.execPath];
  const entries = entryPoints(manifest);
  const commands = Object.values(manifest.bin ?? {}).map(String);
  write(folder, 'by-import.mjs', entries.map((entry) => `await import('${entry}');`).join('\n'));
  write(folder, 'by-require.cjs', entries.map((entry) => `require('${entry}');`).join('\n'));
  write(
    folder,
    'types.mts',
    entries.map((entry, at) => `export * as e${at} from '${entry}';`).join('\n'),
  );
  for (const node of runtimes) {
    for (const program of ['by-import.mjs', 'by-require.cjs']) output(node, [program], folder);
    for (const command of commands) {
      output(node, [join('node_modules', name, command), '--help'], folder);
    }
  }
  const tried = ['Node 22 and 24', `${entries.length} entry points by import and require`];
  if (commands.length > 0) tried.push('--help');
  if (entries.length > 0) {
    for (const resolution of ['nodenext', 'bundler']) holdTypes(folder, resolution);
    tried.push('types under nodenext and bundler');
  }
  return tried.join(', ');
}

/** `@kolvera/receiver/node`; files that are no modules and patterns aside. */
function entryPoints({ name, exports = {} }: Manifest): readonly string[] {
  return Object.entries(Object(exports))
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => name + path.slice(1));
}

function holdTypes(folder: string, moduleResolution: string): void {
  const compilerOptions = {
    module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
    moduleResolution,
    target: 'es2023',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions, files: ['types.mts'] }));
  output(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'],
    folder,
  );
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}
