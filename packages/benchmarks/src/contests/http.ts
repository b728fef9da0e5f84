/**
 * @module The receiver on node:http, with its memory store, a bare handler that reads the body and
 * signs it, and the middleware of @octokit/webhooks. Each server has a process of its own.
 */
import { fork, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Agent, request } from 'node:http';
import { sampleEvent } from '@kolvera/event-schema';
import { signed } from '../bodies.ts';
import type { Contest, Contestant } from '../contest.ts';
import { githubSignature } from '../peers.ts';

/**
 * The servers end with this process.
 * @param atLeast how many times as fast as the bare handler.
 */
export async function httpContest(agent: Agent, atLeast: number): Promise<Contest> {
  pin(process.pid, 0);
  return {
    ours: await sender('receiver', agent),
    rivals: [
      { ...(await sender('@octokit/webhooks middleware', agent)), atLeast: 1 },
      { ...(await sender('bare handler', agent)), atLeast },
    ],
    // V8 compiles the last of what a delivery runs through after some 10,000.
    warmUp: 12_000,
  };
}

/** Sends a delivery and waits for the end of the response. */
async function sender(name: string, agent: Agent): Promise<Contestant> {
  const child = fork(new URL('./serve.ts', import.meta.url), [name]);
  const [port] = await once(child, 'message');
  pin(Number(child.pid), 1);
  child.unref();
  child.channel?.unref();
  return {
    name,
    *job() {
      const bench = (sample: SignedSample) => send(Number(port), agent, sample);
      yield { 0: signedSample, bench };
    },
  };
}

type SignedSample = ReturnType<typeof signedSample>;

/** With a new id, so that no server takes it for a repeat, and the headers that all servers need. */
function signedSample() {
  const id = `evt_${randomUUID()}`;
  const { headers, body } = signed(JSON.stringify({ ...sampleEvent('contact.created'), id }));
  const github = {
    'x-github-delivery': id,
    'x-github-event': 'push',
    'x-hub-signature-256': githubSignature(body),
  };
  return { headers: { ...headers, ...github }, body };
}

function send(port: number, agent: Agent, { headers, body }: SignedSample): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, agent, method: 'POST', path: '/kolvera', headers };
    request(options, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`A server answered ${response.statusCode}.`));
      });
    })
      .on('error', reject)
      .end(body);
  });
}

/**
 * Keeps a process on one processor, on Linux. Whether a server shares the sender's is chance
 * otherwise, and changes a ratio by more than what is measured.
 */
function pin(pid: number, processor: 0 | 1): void {
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(processor), String(pid)]);
}
