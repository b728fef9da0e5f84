/**
 * @module Temporary servers for tests and load programs: PostgreSQL and Redis from Debian's packages, each
 * on a free port of 127.0.0.1 with its own data folder.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';
import { requireDebianPackage } from './require-debian-package.ts';

/** A running server. It stops with this process at the latest. */
export interface Service {
  /** Where clients connect: `redis://127.0.0.1:41234`, `postgres://kolvera@127.0.0.1:41235/postgres`. */
  readonly url: string;
  /** Freezes the server (SIGSTOP): connections stay open without a response. */
  pause(): void;
  resume(): void;
  /** Stops the server at once, as a crash does. Its stored data stays. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, on the same port and over the same data. */
  start(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const READY = /ready to accept connections/i;

/**
 * Starts Redis. It stores each write before it responds, so that `kill` loses none.
 *
 * @throws Error when Redis is not installed and cannot be.
 */
export async function startRedis(): Promise<Service> {
  const command = await requireDebianPackage('redis-server', 'redis-server');
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-redis-'));
  const port = await freePort();
  const persistence = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...persistence];
  return run({ url: `redis://127.0.0.1:${port}`, command, args, folder, crash: 'SIGKILL' });
}

/**
 * Starts PostgreSQL with a superuser `kolvera` that needs no password.
 *
 * @throws Error when PostgreSQL is not installed and cannot be.
 */
export async function startPostgres(): Promise<Service> {
  const command = await requireDebianPackage('postgres', 'postgresql');
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-postgres-'));
  const account = unprivilegedAccount();
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const init = ['--pgdata', data, '--username', 'kolvera', '--auth', 'trust', '--encoding', 'UTF8'];
  execFileSync(join(dirname(command), 'initdb'), [...init, '--locale', 'C', '--no-sync'], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await freePort();
  const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-N', '300'];
  const url = `postgres://kolvera@127.0.0.1:${port}/postgres`;
  // SIGQUIT makes PostgreSQL drop everything, as in a crash. After SIGKILL its children live on for a
  // moment, and until they exit it cannot start.
  return run({ url, command, args, folder, account, crash: 'SIGQUIT' });
}

interface Program {
  readonly url: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its data, removed at the end. */
  readonly folder: string;
  readonly account?: Account | null;
  /** The signal that stops it without finishing anything. */
  readonly crash: NodeJS.Signals;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; its package creates the account `postgres`. */
function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (option: string) => Number(execFileSync('id', [option, 'postgres']));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function run({ url, command, args, folder, account, crash }: Program): Promise<Service> {
  let server: ChildProcess | null = null;

  async function start() {
    const child = spawn(command, args, {
      ...account,
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server = child;
    await ready(child, command);
  }

  async function end(signal: NodeJS.Signals) {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    child.kill('SIGCONT');
    await exited;
  }

  const endWithThisProcess = () => server?.kill('SIGKILL');
  process.once('exit', endWithThisProcess);
  async function stop() {
    // PostgreSQL closes its clients' connections on SIGINT, and waits for them on SIGTERM.
    await end('SIGINT');
    process.off('exit', endWithThisProcess);
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    pause: () => signalAll(server, 'SIGSTOP'),
    resume: () => signalAll(server, 'SIGCONT'),
    kill: () => end(crash),
    start,
    stop,
  };
}

/** PostgreSQL's children answer queries, and go on when only their parent is frozen. */
function signalAll(server: ChildProcess | null, signal: NodeJS.Signals): void {
  if (server?.pid === undefined) return;
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8');
  for (const pid of [server.pid, ...children.trim().split(/\s+/).filter(Boolean).map(Number)]) {
    process.kill(pid, signal);
  }
}

/** Redis logs to stdout, PostgreSQL to stderr. */
function ready(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = (why: string) => reject(new Error(`${command} ${why}. Its output:\n${log}`));
    const late = setTimeout(() => fail('did not become ready'), READY_WITHIN_MS);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', () => fail('ended'));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        if (log.length < 10_000) log += chunk;
        if (!READY.test(log)) return;
        clearTimeout(late);
        resolve();
      });
    }
  });
}
