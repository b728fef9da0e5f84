/**
 * @module `npm run release:rehearse`: plays a release from bump to installation on a scratch copy,
 * with npm's registry played by Verdaccio, and Zapier's and Make's APIs by our stand-ins for them.
 *
 * `--short` leaves out n8n's mirror, Zapier and Make. `--keep` leaves the scratch copy there.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '@kolvera/test-support/free-port';
import { startMakeApi } from '../../apps/make/api-stand-in/server.ts';
import { startZapierApi } from '../../apps/zapier/api-stand-in/server.ts';
import { makeScratchCopy } from '../scratch-copy.ts';
import { tryInstalled } from './installed.ts';
import { output, type Package, publishedPackages, readPackage, root } from './packages.ts';

const { values: flags } = parseArgs({
  options: { short: { type: 'boolean' }, keep: { type: 'boolean' } },
});

const scratch = makeScratchCopy('release');
const outside = mkdtempSync(join(tmpdir(), 'kolvera-release-outside-'));
const registry = await startRegistry(join(outside, 'registry'));
let succeeded = false;
try {
  part('The tree refuses to be published as it is');
  commit('A release to rehearse');
  // npm passes over a private workspace with a warning and status 0.
  run('npm', ['publish', '--workspaces']);
  refused('npm', ['view', '@kolvera/signature'], /E404/);
  console.log('npm publish --workspaces published nothing');
  writeFileSync(join(scratch, 'left-over.txt'), '');
  refused('npm', ['run', '--silent', 'release'], /left-over\.txt/);
  rmSync(join(scratch, 'left-over.txt'));

  part('Bump: a changeset for the events and the signature');
  writeFileSync(join(scratch, '.changeset/rehearsal.md'), CHANGESET());
  const before = publishedPackages(scratch);
  run('npm', ['run', '--silent', 'version-packages']);
  printBump(before);
  commit('Version packages');

  part('Publish');
  const published = run('npm', ['run', '--silent', 'release']);
  console.log(published);
  const sboms = globSync('*.cdx.json', { cwd: join(scratch, '.cache/release/sbom') });
  console.log(`SBOMs: ${sboms.sort().join(', ')}`);
  if (sboms.length !== before.length) throw new Error('A package has no SBOM.');

  part('Install each into an empty project');
  for (const { manifest } of publishedPackages(scratch).filter(isInstalled)) {
    console.log(
      `${manifest.name}@${manifest.version}: ${tryInstalled(manifest, outside, registry.env)}`,
    );
  }

  if (!flags.short) {
    part("n8n-nodes-kolvera, from a repository of its own, with n8n's scanner");
    mirrorN8n();
    part('Zapier: push and promote, against the stand-in for its API');
    await releaseZapier();
    commit('Record what Zaps depend on');
    part('Make: deploy, against the stand-in for its API');
    await deployMake();
  }

  part('A second run changes nothing');
  const again = run('npm', ['run', '--silent', 'release']);
  console.log(again);
  if (again.includes(' published')) throw new Error('The second run published something.');

  if (!flags.short) {
    part('An event that loses a field is refused as a patch');
    loseAField();
  }
  succeeded = true;
} finally {
  registry.stop();
  if (flags.keep || !succeeded)
    console.log(`\nThe scratch copy is in ${scratch}, the rest in ${outside}`);
  else for (const folder of [scratch, outside]) rmSync(folder, { recursive: true, force: true });
}

/** What moved: the versions, the pins between the packages, a line in each changelog. */
function printBump(before: readonly Package[]): void {
  for (const { folder, manifest } of before) {
    const { version } = readPackage(folder).manifest;
    const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
    const noted = changelog.includes(`## ${version}\n`) ? 'changelog written' : 'no changelog';
    console.log(`${manifest.name} ${manifest.version} → ${version}, ${noted}`);
    if (version === manifest.version || noted === 'no changelog')
      throw new Error('The changeset did not reach it.');
  }
  const diff = output('git', ['diff', '-U0', '--', '**/package.json'], scratch);
  const pins = diff.match(/^\+ +"@kolvera\/.*/gm) ?? [];
  const files = diff.match(/^diff --git/gm) ?? [];
  console.log(`${pins.length} pins moved in ${files.length} package.json files`);
}

function CHANGESET(): string {
  return `---
"@kolvera/event-schema": minor
"@kolvera/signature": patch
"n8n-nodes-kolvera": patch
---

A change to rehearse a release with.
`;
}

function part(title: string): void {
  console.log(`\n── ${title} (${Math.round(performance.now() / 1000)} s)`);
}

function run(command: string, args: readonly string[], cwd = scratch, env = {}): string {
  return output(command, args, cwd, { ...registry.env, ...env });
}

/** Expects a command to fail, and to say why. */
function refused(command: string, args: readonly string[], why: RegExp): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: scratch,
    encoding: 'utf8',
    env: { ...process.env, ...registry.env },
  });
  const said = stdout + stderr;
  if (status === 0 || !why.test(said))
    throw new Error(`"${command} ${args.join(' ')}" was not refused:\n${said}`);
  console.log(`refused: ${command} ${args.join(' ')}`);
}

function commit(message: string, folder = scratch): void {
  const author = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@kolvera.example'];
  output('git', ['add', '--all'], folder);
  output('git', [...author, 'commit', '--quiet', '--message', message], folder);
}

/** In short, the two that bring the others along. */
function isInstalled({ manifest: { name } }: Package): boolean {
  return !flags.short || ['@kolvera/cli', '@kolvera/receiver'].includes(name);
}

interface Registry {
  /** For npm. */
  readonly env: Readonly<Record<string, string>>;
  stop(): void;
}

/** Our packages are Verdaccio's own; everybody else's it fetches from where npm would. */
async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const own = { access: '$all', publish: '$all' };
  const config = {
    storage: join(folder, 'storage'),
    uplinks: { npm: { url: output('npm', ['config', 'get', 'registry'], root) } },
    packages: {
      '@kolvera/*': own,
      'n8n-nodes-kolvera': own,
      '**': { access: '$all', proxy: 'npm' },
    },
    log: { type: 'file', path: join(folder, 'log'), level: 'warn' },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  const verdaccio = join(root, 'node_modules/verdaccio/bin/verdaccio');
  const server: ChildProcess = spawn(
    process.execPath,
    [verdaccio, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`],
    { stdio: 'ignore' },
  );
  const origin = `http://127.0.0.1:${port}/`;
  writeFileSync(join(folder, 'npmrc'), `//127.0.0.1:${port}/:_authToken=any\n`);
  const env = {
    npm_config_registry: origin,
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_loglevel: 'warn',
  };
  const deadline = Date.now() + 60_000;
  while (
    !(await fetch(`${origin}-/ping`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (Date.now() > deadline || server.exitCode !== null)
      throw new Error('Verdaccio did not start.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { env, stop: () => server.kill() };
}

function mirrorN8n(): void {
  const mirror = join(outside, 'n8n-nodes-kolvera');
  mkdirSync(mirror);
  output('git', ['init', '--quiet'], mirror);
  run(process.execPath, ['scripts/release/mirror-n8n.ts', mirror]);
  run('npm', ['install', '--no-audit', '--no-fund'], mirror);
  commit('The mirror', mirror);
  for (const script of ['lint', 'build', 'stage']) run('npm', ['run', '--silent', script], mirror);
  console.log(`scanner: ${run('npm', ['run', '--silent', 'scan'], mirror).replace('\n', ', ')}`);
  run('npm', ['publish', '--access=public', './stage'], mirror);
  const { manifest } = readPackage(mirror);
  if ('directory' in Object(manifest.repository)) throw new Error('The mirror names a directory.');
  console.log(
    `${manifest.name}@${manifest.version} published from ${output('git', ['ls-files'], mirror).split('\n').length} files`,
  );
  console.log(`installed: ${tryInstalled(manifest, outside, registry.env)}`);
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
    for (const _ of ['once', 'again']) {
      console.log(
        (await later('npm', ['run', '--silent', 'release', '-w', 'apps/zapier'], env))
          .trim()
          .split('\n')
          .at(-1),
      );
    }
    const versions = zapier.uploads.map(({ version }) => version);
    console.log(
      `pushed: ${versions}; promoted: ${zapier.promotions.map(({ version }) => version)}`,
    );
    if (versions.length !== 1 || zapier.promotions.length !== 1)
      throw new Error('The second run pushed or promoted.');
  } finally {
    zapier.close();
  }
}

async function deployMake(): Promise<void> {
  const make = await startMakeApi();
  const env = { MAKE_ZONE: make.zone, MAKE_TOKEN: make.token };
  try {
    await later('npm', ['run', '--silent', 'deploy', '-w', 'apps/make'], env);
    const writes = make.writes.length;
    await later('npm', ['run', '--silent', 'deploy', '-w', 'apps/make'], env);
    console.log(`${writes} writes; the second deployment: ${make.writes.length - writes}`);
    if (writes === 0 || make.writes.length !== writes)
      throw new Error('The second deployment wrote something.');
  } finally {
    await make.close();
  }
}

/** Like `run`, for what talks to a server of this process. */
async function later(command: string, args: readonly string[], env: object): Promise<string> {
  const child = spawn(command, args, {
    cwd: scratch,
    env: { ...process.env, ...registry.env, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${said}`);
  return said;
}

/** A renamed field, which docs/versioning.md calls breaking, behind a changeset that calls it a patch. */
function loseAField(): void {
  const file = join(scratch, 'packages/event-schema/src/events/contact-phone-found.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('credits_used', 'credits'));
  const changeset = '---\n"@kolvera/event-schema": patch\n---\n\nRename a field.\n';
  writeFileSync(join(scratch, '.changeset/rename.md'), changeset);
  run('npm', ['run', '--silent', 'version-packages']);
  commit('Version packages');
  refused('npm', ['run', '--silent', 'release'], /too small a step/);
}
