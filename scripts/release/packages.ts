/**
 * @module The packages that are published to npm: those with a `publishConfig`. They are `private` in
 * the tree, so that npm refuses to publish an unchecked folder; stage.ts makes what is published.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly publishConfig?: object;
}

/** The address of the repository, from the root's package.json: its owner is written nowhere else. */
export function repositoryUrl(): string {
  const { homepage }: { homepage: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return homepage.replace(/#.*$/, '');
}

export interface Package {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** n8n requires provenance from a repository that holds nothing else (mirror-n8n.ts). */
const MIRRORED = 'n8n-nodes-kolvera';

/** The packages that are published from this repository. */
export function publishedPackages(repository = root): readonly Package[] {
  return globSync('{packages,apps}/*/package.json', { cwd: repository })
    .sort()
    .map((file) => readPackage(dirname(join(repository, file))))
    .filter(({ manifest }) => manifest.publishConfig && manifest.name !== MIRRORED);
}

export function readPackage(folder: string): Package {
  return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
}

/** Runs a command and returns its standard output. @throws Error with everything it printed. */
export function output(command: string, args: readonly string[], cwd: string, env = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32' && command === 'npm',
    // `npm run --silent` would silence this npm's errors too.
    env: { ...process.env, npm_config_loglevel: 'warn', ...env },
  });
  if (status === 0) return stdout.trim();
  throw new Error(`${command} ${args.join(' ')} failed:\n${error ?? ''}${stdout}${stderr}`);
}
