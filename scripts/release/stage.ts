/**
 * @module A package as it is published: a folder with the files that package.json names, a package.json
 * without what only the tree needs, and a README with absolute links.
 */
import { cpSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { withAbsoluteLinks } from './absolute-links.ts';
import { type Manifest, output, type Package, repositoryUrl } from './packages.ts';

/** @throws Error when a file that the package promises is missing: it is not built. */
export function stagePackage(
  { folder, manifest }: Package,
  destination: string,
  root: string,
): void {
  const [report]: { files: { path: string }[] }[] = JSON.parse(
    output('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], folder),
  );
  const files = new Set(report?.files.map(({ path }) => path));
  if (existsSync(join(folder, 'CHANGELOG.md'))) files.add('CHANGELOG.md');
  for (const file of files) cpSync(join(folder, file), join(destination, file));
  const place = relative(root, folder).replaceAll(sep, '/');
  const published = publishedManifest(manifest, place);
  writeFileSync(join(destination, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  writeFileSync(join(destination, 'README.md'), withAbsoluteLinks(readme, place));
  assertComplete(published, destination);
}

/**
 * Without `private`, the scripts, the development dependencies and the sources, and with the address of
 * the repository.
 *
 * @param place of the package in the repository: `packages/signature`.
 */
export function publishedManifest(manifest: Manifest, place: string): Manifest {
  const { private: _, scripts: __, devDependencies: ___, kolvera: ____, ...rest } = manifest;
  const files = [...(manifest.files ?? []), 'CHANGELOG.md'];
  const url = repositoryUrl();
  return {
    homepage: `${url}/tree/main/${place}#readme`,
    bugs: { url: `${url}/issues` },
    repository: { type: 'git', url: `git+${url}.git`, directory: place },
    ...rest,
    exports: withoutSources(rest.exports),
    files,
  };
}

function withoutSources(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '@kolvera/source')
      .map(([key, inner]) => [key, withoutSources(inner)]),
  );
}

/** Every path that `exports`, `bin` and `n8n` name has to exist; a pattern has to match. */
function assertComplete(manifest: Manifest, folder: string): void {
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
