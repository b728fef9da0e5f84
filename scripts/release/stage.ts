/**
 * @module A package as npm gets it: a folder outside the tree with the files that package.json names,
 * a package.json without what only the tree needs, and a README whose links lead somewhere.
 */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { withAbsoluteLinks } from './absolute-links.ts';
import { type Manifest, output, type Package } from './packages.ts';

/**
 * @param destination a folder, made anew.
 * @throws Error when a file is missing that the package promises: it is not built.
 */
export function stagePackage(
  { folder, manifest }: Package,
  destination: string,
  root: string,
): void {
  const [report]: { files: { path: string }[] }[] = JSON.parse(
    output('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], folder),
  );
  rmSync(destination, { recursive: true, force: true });
  for (const { path } of report?.files ?? []) copy(join(folder, path), join(destination, path));
  if (existsSync(join(folder, 'CHANGELOG.md'))) {
    copy(join(folder, 'CHANGELOG.md'), join(destination, 'CHANGELOG.md'));
  }
  const published = publishedManifest(manifest);
  writeFileSync(join(destination, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const place = relative(root, folder).replaceAll(sep, '/');
  writeFileSync(join(destination, 'README.md'), withAbsoluteLinks(readme, place));
  assertWhole(published, destination);
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

/** Without the guard, the scripts, what tests need, and the way to the sources, which are not sent. */
export function publishedManifest(manifest: Manifest): Manifest {
  const { private: _, scripts: __, devDependencies: ___, kolvera: ____, ...rest } = manifest;
  const files = [...(manifest.files ?? []), 'CHANGELOG.md'];
  return { ...rest, exports: withoutSources(rest.exports), files };
}

function withoutSources(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '@kolvera/source')
      .map(([key, inner]) => [key, withoutSources(inner)]),
  );
}

/** Every path that `exports`, `bin` and n8n's own keys name, a pattern at least once. */
function assertWhole(manifest: Manifest, folder: string): void {
  const promised = [manifest.exports, manifest.bin, manifest.n8n]
    .flatMap(paths)
    .filter((path) => /^(\.\/)?(dist|bin)\//.test(path));
  const missing = promised.filter((path) => globSync(path, { cwd: folder }).length === 0);
  if (missing.length === 0 && existsSync(join(folder, 'LICENSE'))) return;
  const what = missing.length > 0 ? missing.join(', ') : 'LICENSE';
  throw new Error(`${manifest.name} has no ${what}. Run "npm run build" first.`);
}

function paths(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(paths) : [];
}
