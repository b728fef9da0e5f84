/** @module Starting and ending the processes of the load. */
import { type ChildProcess, fork } from 'node:child_process';
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@kolvera/test-support/free-port';

export interface Role {
  readonly role: 'receiver' | 'bare' | 'worker';
  /** The server behind the queue. */
  readonly url: string;
  /** The queue's name. */
  readonly name: string;
  /** Where receivers listen, all of them together. */
  readonly port: number;
  readonly secret: string;
  /** Where a worker writes what it begins and what it has done. */
  readonly log: string;
}

const PROGRAM = fileURLToPath(new URL('./process.ts', import.meta.url));

const SECRET = 'whsec_load_of_the_inbox';

/** @param folder for its log. */
export async function roleFor(url: string, name: string, folder: string): Promise<Role> {
  const log = join(folder, name);
  return { role: 'receiver', url, name, port: await freePort(), secret: SECRET, log };
}

/** Receivers share their port through node:cluster. */
export async function startReceivers(role: Role, count: number): Promise<readonly Worker[]> {
  cluster.setupPrimary({ exec: PROGRAM });
  const started = Array.from({ length: count }, () => cluster.fork({ ROLE: JSON.stringify(role) }));
  await Promise.all(started.map((each) => once(each, 'message')));
  return started;
}

export async function startWorkers(role: Role, count: number): Promise<readonly ChildProcess[]> {
  const started = Array.from({ length: count }, (_, n) =>
    fork(PROGRAM, {
      env: { ...process.env, ROLE: JSON.stringify({ ...role, log: logOf(role, n) }) },
    }),
  );
  await Promise.all(started.map((each) => once(each, 'message')));
  return started;
}

/** Each worker's own. */
export function logOf({ log }: Role, worker: number): string {
  return `${log}-${worker}`;
}

export async function kill(each: Worker | ChildProcess): Promise<void> {
  const child = 'process' in each ? each.process : each;
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
