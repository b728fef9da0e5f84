/**
 * @module The packages that are published to npm: those whose package.json has a `publishConfig`.
 *
 * All of them are `private` in the tree, so that npm refuses to publish a folder that nothing has
 * checked; what is published is staged (stage.ts).
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

export interface Package {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** n8n asks for provenance from a repository of the package's own: it is published from there. */
const MIRRORED = 'n8n-nodes-kolvera';

/** The packages that npm gets from here, each after those that it depends on. */
export function publishedPackages(repository = root): readonly Package[] {
  const found = globSync('{packages,apps}/*/package.json', { cwd: repository })
    .sort()
    .map((file) => readPackage(dirname(join(repository, file))))
    .filter(({ manifest }) => manifest.publishConfig && manifest.name !== MIRRORED);
  const ordered: Package[] = [];
  const add = (one: Package) => {
    if (ordered.includes(one)) return;
    for (const name of Object.keys(one.manifest.dependencies ?? {})) {
      const dependency = found.find(({ manifest }) => manifest.name === name);
      if (dependency) add(dependency);
    }
    ordered.push(one);
  };
  for (const one of found) add(one);
  return ordered;
}

export function readPackage(folder: string): Package {
  return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
}

/** Runs a command and gives what it printed on standard output. @throws Error with all it printed. */
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
