import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '@kolvera/signature';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
import { openEndpoint } from '../endpoint.ts';

const EVENTS = 1000;
const KILLS = 15;

/** Mulberry32: a seed makes a failing run repeatable, as far as two processes are. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Points of progress (events fired or deliveries received) at which the process is killed. */
function killPoints(seed: number): number[] {
  const random = seededRandom(seed);
  const points = Array.from({ length: KILLS }, () => Math.floor(random() * EVENTS * 1.8));
  return points.toSorted((a, b) => a - b);
}

test(`${EVENTS} events reach the endpoint though the sandbox is killed ${KILLS} times`, async () => {
  const seed = Number(process.env.KOLVERA_CRASH_SEED ?? Date.now() % 1_000_000);
  console.log(`crash test: KOLVERA_CRASH_SEED=${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-crash-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const database = join(folder, 'sandbox.sqlite');
  const endpoint = await openEndpoint();
  const setUp = await startSandbox({ database });
  const { secret } = setUp.addWebhook({ url: endpoint.url });
  await setUp.close();

  const fired = new Set<string>();
  const received = new Map<string, string>();
  const wrong: string[] = [];
  const points = killPoints(seed);
  let progress = 0;
  let kills = 0;
  let child: ChildProcess | undefined;

  const advance = () => {
    progress += 1;
    const next = points[0];
    if (next === undefined || progress < next || child === undefined) return;
    points.shift();
    kills += 1;
    child.kill('SIGKILL');
    child = undefined;
  };
  endpoint.answer = ({ headers, body }) => {
    const text = String(body);
    const { id } = Object(JSON.parse(text));
    if (!verify(body, headers['x-kolvera-signature'], secret)) wrong.push(`not signed: ${text}`);
    // At least once: what comes again comes as it was.
    if ((received.get(id) ?? text) !== text) wrong.push(`changed: ${text}`);
    received.set(id, text);
    advance();
    return { status: 200 };
  };

  let exitCode: number | null = null;
  while (exitCode === null) {
    const left = String(EVENTS - fired.size);
    const running = fork(new URL('sandbox-process.ts', import.meta.url), [database, left], {
      execArgv: ['--conditions=@kolvera/source'],
    });
    child = running;
    running.on('message', (eventId) => {
      fired.add(String(eventId));
      advance();
    });
    [exitCode] = await once(running, 'exit');
  }

  expect([...fired].filter((id) => !received.has(id))).toEqual([]);
  expect(exitCode).toBe(0);
  expect(wrong).toEqual([]);
  expect(kills).toBe(KILLS);
  expect(fired.size).toBe(EVENTS);
  const after = await startSandbox({ database });
  onTestFinished(() => after.close());
  expect(after.deliveries({ status: 'pending' })).toEqual([]);
  console.log(`crash test: ${endpoint.received.length} deliveries of ${received.size} events`);
}, 120_000);
