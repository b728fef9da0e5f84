/**
 * @module `npm run release`: publishes to npm each package whose version is not there yet. Run again,
 * it changes nothing. `--dry-run` only says what it would publish.
 *
 * It refuses a tree with changes that are not committed, a package that is not built whole, a package
 * that changed without a new version, and a version too small for what changed in the events.
 * Staged packages and their SBOMs stay in .cache/release. npm's own configuration names the registry;
 * NPM_CONFIG_PROVENANCE=true adds provenance where the CI can attest it.
 */
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  asN8nVersions,
  type Change,
  compareEvents,
  isEnough,
  readSchemas,
  whatPlatformsNeed,
} from './compare-events.ts';
import { output, type Package, publishedPackages, readPackage, root } from './packages.ts';
import { stagePackage } from './stage.ts';

const { values: flags } = parseArgs({ options: { 'dry-run': { type: 'boolean' } } });
const releaseFolder = join(root, '.cache/release');

assertClean();
rmSync(releaseFolder, { recursive: true, force: true });
output('npm', ['run', '--silent', 'build'], root);
const staged = publishedPackages().map((one) => stage(one));
const refusals = staged.flatMap(refusal);
if (refusals.length > 0) {
  console.error(refusals.join('\n'));
  process.exit(1);
}
if (staged.some(({ published }) => !published)) writeSboms();
for (const one of staged) publish(one);

interface Staged extends Package {
  /** What npm gets. */
  readonly destination: string;
  /** Unpacked from the registry; undefined while npm has no such version. */
  readonly published: string | undefined;
}

function assertClean(): void {
  const changed = output('git', ['status', '--porcelain'], root);
  if (changed === '') return;
  console.error(
    `Commit or stash these first; what is published has to be in a commit:\n${changed}`,
  );
  process.exit(1);
}

function stage(one: Package): Staged {
  const { name, version } = one.manifest;
  const destination = join(releaseFolder, name);
  stagePackage(one, destination, root);
  const isThere = publishedVersions(name).includes(version);
  return { ...one, destination, published: isThere ? unpack(`${name}@${version}`) : undefined };
}

/**
 * Writes what each package brings along, as CycloneDX: from the staged packages as one workspace, since
 * `npm sbom --omit=dev` leaves out what another workspace of the tree has for development.
 */
function writeSboms(): void {
  const workspace = {
    name: 'release',
    version: '0.0.0',
    private: true,
    workspaces: ['@kolvera/*'],
  };
  writeFileSync(join(releaseFolder, 'package.json'), JSON.stringify(workspace));
  output('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], releaseFolder);
  mkdirSync(join(releaseFolder, 'sbom'), { recursive: true });
  for (const {
    manifest: { name },
  } of staged) {
    const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', `--workspace=${name}`];
    const file = `${name.replace('@', '').replace('/', '-')}.cdx.json`;
    writeFileSync(join(releaseFolder, 'sbom', file), output('npm', args, releaseFolder));
  }
}

function publishedVersions(name: string): readonly string[] {
  try {
    return [JSON.parse(output('npm', ['view', name, 'versions', '--json'], root))].flat(2);
  } catch (error) {
    if (String(error).includes('E404')) return [];
    throw error;
  }
}

/** @returns a folder with what npm has under this name and version. */
function unpack(specifier: string): string {
  const folder = mkdtempSync(join(releaseFolder, 'published-'));
  const tarball = output(
    'npm',
    ['pack', '--silent', `--pack-destination=${folder}`, specifier],
    root,
  );
  output('tar', ['-xzf', tarball, '--strip-components=1'], folder);
  rmSync(join(folder, tarball));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function refusal({ manifest: { name, version }, destination, published }: Staged): string[] {
  if (published !== undefined) {
    const changed = differences(destination, published);
    if (changed.length === 0) return [];
    return [
      `${name}: npm has ${version} already, and these files differ from it: ${changed.join(', ')}.\n` +
        '  Add a changeset (npx changeset), run "npm run version-packages" and commit.',
    ];
  }
  return name === '@kolvera/event-schema' ? eventsRefusal(name, version, destination) : [];
}

function differences(one: string, other: string): readonly string[] {
  const files = (folder: string) =>
    globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return [...new Set([...files(one), ...files(other)])].sort().filter((file) => {
    const [left, right] = [join(one, file), join(other, file)];
    return (
      !existsSync(left) || !existsSync(right) || !readFileSync(left).equals(readFileSync(right))
    );
  });
}

/** Holds the events against those of the newest version that npm has. */
function eventsRefusal(name: string, version: string, destination: string): string[] {
  const newest = publishedVersions(name).at(-1);
  if (newest === undefined) return [];
  const changes = compareEvents(readSchemas(unpack(`${name}@${newest}`)), readSchemas(destination));
  for (const { bump, text } of changes) console.log(`  events, ${bump}: ${text}`);
  for (const need of whatPlatformsNeed(changes)) console.log(`  ${need}`);
  return [...tooSmall(name, newest, version, changes), ...n8nRefusal(changes)];
}

/** The node has the events inlined, and is published from its mirror after these packages. */
function n8nRefusal(changes: readonly Change[]): string[] {
  const { name, version } = readPackage(join(root, 'apps/n8n')).manifest;
  const newest = publishedVersions(name).at(-1);
  return newest === undefined ? [] : tooSmall(name, newest, version, asN8nVersions(changes));
}

function tooSmall(
  name: string,
  newest: string,
  version: string,
  changes: readonly Change[],
): string[] {
  if (isEnough(newest, version, changes)) return [];
  return [
    `${name}: ${version} is too small a step from ${newest} for these changes of the events.`,
  ];
}

function publish({ manifest: { name, version }, destination, published }: Staged): void {
  if (published !== undefined) {
    console.log(`${name}@${version} is on npm already`);
  } else if (flags['dry-run']) {
    console.log(`${name}@${version} would be published from ${destination}`);
  } else {
    output('npm', ['publish', '--access=public', destination], root);
    console.log(`${name}@${version} published`);
  }
}
