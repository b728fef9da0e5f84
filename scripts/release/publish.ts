/**
 * @module `npm run release`: stages the packages, checks them, and has changesets publish and tag those
 * whose version is not on npm. A second run changes nothing. `--dry-run` only lists them.
 *
 * It refuses uncommitted changes, an incomplete build, a package that changed without a new version,
 * and a version that is too low for what changed in the events. Staged packages and their SBOMs stay in
 * .cache/release. NPM_CONFIG_PROVENANCE=true adds provenance where the CI can attest it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bump, isEnough, neededBump } from '../../apps/zapier/scripts/version-step.ts';
import { compareEvents, readSchemas } from './compare-events.ts';
import { type Manifest, output, publishedPackages, readPackage, root } from './packages.ts';
import { stagePackage } from './stage.ts';

const { values: flags } = parseArgs({ options: { 'dry-run': { type: 'boolean' } } });
const releaseFolder = join(root, '.cache/release');
const stageOf = ({ name }: Manifest) => join(releaseFolder, name);

const uncommitted = output('git', ['status', '--porcelain'], root);
if (uncommitted) fail(`Commit or stash these changes first:\n${uncommitted}`);
output('npm', ['run', '--silent', 'build'], root);
const manifests = stageAll();
const refusals = manifests.flatMap(refusal);
if (refusals.length > 0) fail(refusals.join('\n'));
const command = flags['dry-run'] ? 'publish-plan' : 'publish';
const changesets = join(root, 'node_modules/@changesets/cli/bin.js');
// npm may ask for a one-time password.
const { status } = spawnSync(process.execPath, [changesets, command], {
  cwd: releaseFolder,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** Stages every package in one npm workspace, in which changesets and `npm sbom` can work. */
function stageAll(): readonly Manifest[] {
  rmSync(releaseFolder, { recursive: true, force: true });
  const packages = publishedPackages();
  for (const one of packages) stagePackage(one, stageOf(one.manifest), root);
  const about = { name: 'release', version: '0.0.0', private: true };
  const workspace = { ...about, workspaces: ['@kolvera/*'] };
  writeFileSync(join(releaseFolder, 'package.json'), JSON.stringify(workspace));
  for (const folder of ['.changeset', 'sbom']) mkdirSync(join(releaseFolder, folder));
  writeFileSync(join(releaseFolder, '.changeset/config.json'), '{ "access": "public" }');
  output('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], releaseFolder);
  for (const { manifest } of packages) writeSbom(manifest);
  return packages.map(({ manifest }) => manifest);
}

/** A CycloneDX file. In the repository itself, npm would leave out what other workspaces need for tests. */
function writeSbom({ name }: Manifest): void {
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', `--workspace=${name}`];
  const file = `${name.replace('@', '').replace('/', '-')}.cdx.json`;
  writeFileSync(join(releaseFolder, 'sbom', file), output('npm', args, releaseFolder));
}

function refusal(manifest: Manifest): string[] {
  const { name, version } = manifest;
  if (publishedVersion(`${name}@${version}`)) {
    const args = ['diff', '--diff-name-only', `--diff=${name}@${version}`];
    const changed = output('npm', [...args, `--diff=${stageOf(manifest)}`], root);
    if (!changed) return [];
    return [
      `${name}: these files differ from ${version} on npm: ${changed.split('\n').join(', ')}.\n` +
        '  Add a changeset (npx changeset), run "npm run version-packages" and commit.',
    ];
  }
  return name === '@kolvera/event-schema' ? eventsRefusal(manifest) : [];
}

/** @returns the version on npm that a specifier selects, or an empty string. */
function publishedVersion(specifier: string): string {
  try {
    return output('npm', ['view', specifier, 'version'], root);
  } catch (error) {
    if (String(error).includes('E404')) return '';
    throw error;
  }
}

/** Compares the events with those of the latest version on npm. */
function eventsRefusal(manifest: Manifest): string[] {
  const latest = publishedVersion(manifest.name);
  if (!latest) return [];
  const before = publishedSchemas(`${manifest.name}@${latest}`);
  const changes = compareEvents(before, readSchemas(stageOf(manifest)));
  if (changes.length === 0) return [];
  for (const { bump, text } of changes) console.log(`  events, ${bump}: ${text}`);
  console.log('  docs/versioning.md says what this means for Zapier, n8n and Make.');
  const needed = neededBump(changes);
  const n8n = readPackage(join(root, 'apps/n8n')).manifest;
  return [
    ...tooLow(manifest, latest, needed),
    // The node includes the events; typeVersion keeps old workflows working.
    ...tooLow(n8n, publishedVersion(n8n.name), needed === 'major' ? 'minor' : 'patch'),
  ];
}

function publishedSchemas(specifier: string): ReturnType<typeof readSchemas> {
  const folder = join(releaseFolder, 'published');
  mkdirSync(folder);
  const tarball = output('npm', ['pack', '--silent', specifier], folder);
  output('tar', ['-xzf', tarball, '--strip-components=1'], folder);
  return readSchemas(folder);
}

function tooLow({ name, version }: Manifest, latest: string, needed: Bump): string[] {
  if (!latest || isEnough(latest, version, needed)) return [];
  return [`${name}: ${version} is too low after ${latest}: the events need a ${needed} version.`];
}
