/** @module The runtimes that the receiver promises to work on, each started with a bundle of the sources. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node22 } from '@kolvera/test-support/node22';
import { bun, deno } from '@kolvera/test-support/runtimes';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

export interface RunningRuntime {
  /** Where it listens. */
  readonly origin: string;
  stop(): Promise<void>;
}

export interface Runtime {
  readonly name: string;
  start(): Promise<RunningRuntime>;
}

export const runtimes: readonly Runtime[] = [
  { name: 'Node.js 22', start: () => program('on-node.ts', node22(), []) },
  {
    name: `this Node.js (${process.versions.node})`,
    start: () => program('on-node.ts', process.execPath, []),
  },
  { name: 'Bun', start: async () => program('on-bun.ts', await bun(), ['run']) },
  {
    name: 'Deno',
    start: async () => program('on-deno.ts', await deno(), ['run', '--allow-net', '--allow-env']),
  },
  { name: 'workerd', start: workerd },
];

async function bundle(file: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, file)],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    conditions: ['@kolvera/source'],
    external: ['node:*'],
  });
}

async function program(file: string, command: string, args: string[]): Promise<RunningRuntime> {
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-runtime-'));
  const bundled = join(folder, 'endpoint.mjs');
  await bundle(file, bundled);
  const child = spawn(command, [...args, bundled], {
    env: { PATH: process.env.PATH, HOME: folder, DENO_DIR: folder, DENO_NO_UPDATE_CHECK: '1' },
  });
  const origin = `http://127.0.0.1:${await portOf(child)}`;
  return {
    origin,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (text: string) => {
      printed += text;
      const port = /port: (\d+)/.exec(printed)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The runtime ended:\n${printed}`)));
  });
}

async function workerd(): Promise<RunningRuntime> {
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-runtime-'));
  const scriptPath = join(folder, 'worker.mjs');
  await bundle('on-workerd.ts', scriptPath);
  const miniflare = new Miniflare({
    modules: true,
    scriptPath,
    modulesRoot: folder,
    host: '127.0.0.1',
    port: 0,
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
  });
  const { origin } = await miniflare.ready;
  return {
    origin,
    async stop() {
      await miniflare.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
