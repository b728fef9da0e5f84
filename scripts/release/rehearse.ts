/**
 * @module `npm run release:rehearse`: rehearses a release in a scratch copy, from version bump to
 * installation, with Verdaccio as npm's registry and stand-ins for Zapier's and Make's APIs.
 *
 * `--short` skips n8n's mirror, Zapier and Make. After a failure the scratch copy stays.
 */
import assert from 'node:assert/strict';
import { exec } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { startMakeApi } from '../../apps/make/api-stand-in/server.ts';
import { startZapierApi } from '../../apps/zapier/api-stand-in/server.ts';
import { makeScratchCopy } from '../scratch-copy.ts';
import { tryInstalled } from './installed.ts';
import { type Package, publishedPackages, readPackage } from './packages.ts';
import { startRegistry } from './registry.ts';

const CHANGESET = `---
"@kolvera/event-schema": minor
"@kolvera/signature": patch
"n8n-nodes-kolvera": patch
---

A change to rehearse a release with.
`;
const RELEASE = 'npm run --silent release';
/** The two that depend on all the others. */
const SHORT = ['@kolvera/cli', '@kolvera/receiver'];

const { values: flags } = parseArgs({ options: { short: { type: 'boolean' } } });

const scratch = makeScratchCopy('release');
const outside = mkdtempSync(join(tmpdir(), 'kolvera-release-outside-'));
console.log(`Rehearsing in ${scratch} and ${outside}`);
const registry = await startRegistry(join(outside, 'registry'));
try {
  part('The tree refuses to be published as it is');
  await commit('A release to rehearse');
  // npm skips a private workspace with a warning and status 0.
  await run('npm publish --workspaces');
  await assertRefused('npm view @kolvera/signature', /E404/);
  writeFileSync(join(scratch, 'left-over.txt'), '');
  await assertRefused(RELEASE, /left-over\.txt/);
  rmSync(join(scratch, 'left-over.txt'));

  part('Bump: a changeset for the events and the signature');
  const before = publishedPackages(scratch);
  await bump('rehearsal', CHANGESET);
  before.forEach(assertBumped);

  part('Publish');
  console.log(await run(RELEASE));
  console.log(await run('git tag --list'));
  const sboms = globSync('*.cdx.json', { cwd: join(scratch, '.cache/release/sbom') });
  assert(sboms.length === before.length, 'A package has no SBOM.');

  part('Install each into an empty project');
  for (const { manifest } of publishedPackages(scratch)) {
    if (!flags.short || SHORT.includes(manifest.name))
      console.log(tryInstalled(manifest, outside, registry.env));
  }

  if (!flags.short) {
    part("n8n-nodes-kolvera, from its own repository, with n8n's scanner");
    await mirrorN8n();
    part('Zapier: push and promote, against a stand-in for its API');
    await releaseZapier();
    await commit('Record what Zaps depend on');
    part('Make: deploy, against a stand-in for its API');
    await deployMake();
  }

  part('A second run changes nothing');
  assert((await run(RELEASE)).includes('No unpublished'), 'The second run published something.');

  if (!flags.short) {
    part('A patch release that removes a field of an event is refused');
    await removeField();
  }
  for (const folder of [scratch, outside]) rmSync(folder, { recursive: true, force: true });
} finally {
  registry.stop();
}

function part(title: string): void {
  console.log(`\n── ${title} (${Math.round(performance.now() / 1000)} s)`);
}

/** @returns standard output. @throws Error with everything the command printed. */
async function run(command: string, cwd = scratch, env = {}): Promise<string> {
  try {
    const { stdout } = await promisify(exec)(command, {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      // CI turns off progress bars.
      env: { ...process.env, CI: 'true', ...registry.env, ...env },
    });
    return stdout.trim();
  } catch (error) {
    const { stdout, stderr } = Object(error);
    throw new Error(`"${command}" failed:\n${stdout}${stderr}`, { cause: error });
  }
}

async function assertRefused(command: string, reason: RegExp): Promise<void> {
  const printed = await run(command).then(() => '', String);
  assert(reason.test(printed), `"${command}" was not refused:\n${printed}`);
  console.log(`refused: ${command}`);
}

async function commit(message: string, folder = scratch): Promise<void> {
  await run('git config user.name Rehearsal && git config user.email me@kolvera.example', folder);
  await run(`git add --all && git commit --quiet --message "${message}"`, folder);
}

async function bump(name: string, changeset: string): Promise<void> {
  writeFileSync(join(scratch, `.changeset/${name}.md`), changeset);
  await run('npm run --silent version-packages');
  await commit('Version packages');
}

function assertBumped({ folder, manifest: { name, version: old } }: Package): void {
  const { version } = readPackage(folder).manifest;
  const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
  assert(version !== old, `${name} has no new version.`);
  assert(changelog.includes(`## ${version}\n`), `${name} has no changelog for ${version}.`);
  console.log(`${name} ${old} → ${version}`);
}

async function mirrorN8n(): Promise<void> {
  const mirror = join(outside, 'n8n-nodes-kolvera');
  mkdirSync(mirror);
  await run('git init --quiet', mirror);
  await run(`node scripts/release/mirror-n8n.ts ${mirror}`);
  await run('npm install --no-audit --no-fund', mirror);
  await commit('The mirror', mirror);
  for (const script of ['lint', 'build', 'stage', 'scan'])
    console.log(await run(`npm run --silent ${script}`, mirror));
  await run('npm publish --access=public ./stage', mirror);
  const { manifest } = readPackage(mirror);
  assert(!('directory' in Object(manifest.repository)), 'The mirror names a directory.');
  console.log(tryInstalled(manifest, outside, registry.env));
}

async function releaseZapier(): Promise<void> {
  const zapier = await startZapierApi();
  zapier.publish();
  const env = {
    ZAPIER_BASE_ENDPOINT: zapier.origin,
    ZAPIER_DEPLOY_KEY: zapier.deployKey,
    ZAPIER_APP_ID: String(zapier.appId),
  };
  try {
    for (const _ of ['first', 'second']) await run(`${RELEASE} -w apps/zapier`, scratch, env);
    const { length: pushed } = zapier.uploads;
    const { length: promoted } = zapier.promotions;
    assert(pushed === 1 && promoted === 1, `Two runs: ${pushed} pushed, ${promoted} promoted.`);
  } finally {
    zapier.close();
  }
}

async function deployMake(): Promise<void> {
  const make = await startMakeApi();
  const env = { MAKE_ZONE: make.zone, MAKE_TOKEN: make.token };
  try {
    await run('npm run --silent deploy -w apps/make', scratch, env);
    const { length: writes } = make.writes;
    await run('npm run --silent deploy -w apps/make', scratch, env);
    const again = make.writes.length - writes;
    assert(writes > 0 && again === 0, `${writes} writes, ${again} in the second deployment.`);
  } finally {
    await make.close();
  }
}

/** A renamed field is a breaking change; its changeset calls it a patch. */
async function removeField(): Promise<void> {
  const file = join(scratch, 'packages/event-schema/src/events/contact-phone-found.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('credits_used', 'credits'));
  await bump('rename', '---\n"@kolvera/event-schema": patch\n---\n\nRename a field.\n');
  await assertRefused(RELEASE, /too low/);
}
