/** @slow Kills a program again and again. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '@kolvera/signature';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
import { openEndpoint } from '../endpoint.ts';
import { seededRandom } from './seeded-random.ts';

/** Nightly, it is killed 200 times. */
const KILLS = Number(process.env.KOLVERA_CRASH_KILLS ?? 15);
const EVENTS = Math.max(1000, KILLS * 20);
/** The share of deliveries that the endpoint refuses, so that they are retried. */
const REFUSED = 0.05;
/** After how many events another process tries to open the database. */
const INTRUSION = 100;

/** Points of progress (events fired or deliveries received) at which the process is killed. */
function killPoints(random: () => number): number[] {
  const points = Array.from({ length: KILLS }, () => Math.floor(random() * EVENTS * 1.8));
  return points.toSorted((a, b) => a - b);
}

test(
  `${EVENTS} events reach the endpoint though the sandbox is killed ${KILLS} times and its clock jumps`,
  async () => {
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
    const random = seededRandom(seed);
    const points = killPoints(random);
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
      if (random() < REFUSED) return { status: 503 };
      received.set(id, text);
      advance();
      return { status: 200 };
    };

    let intruding = Promise.resolve();
    let intrusions = 0;
    const intrude = async (running: ChildProcess) => {
      const opened = await startSandbox({ database }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'database_in_use' });
        intrusions += 1;
      });
      if (opened && child === running) wrong.push('opened by two processes');
      await opened?.close();
    };

    let exitCode: number | null = null;
    while (exitCode === null) {
      const args = [database, EVENTS - fired.size, Math.floor(random() * 2 ** 32)].map(String);
      const running = fork(new URL('sandbox-process.ts', import.meta.url), args, {
        execArgv: ['--conditions=@kolvera/source'],
      });
      child = running;
      running.on('message', (eventId) => {
        fired.add(String(eventId));
        if (fired.size % INTRUSION === 0) intruding = intruding.then(() => intrude(running));
        advance();
      });
      [exitCode] = await once(running, 'exit');
      await intruding;
    }

    expect([...fired].filter((id) => !received.has(id))).toEqual([]);
    expect(exitCode).toBe(0);
    expect(wrong).toEqual([]);
    expect(kills).toBe(KILLS);
    expect(fired.size).toBe(EVENTS);
    const after = await startSandbox({ database });
    onTestFinished(() => after.close());
    expect(after.deliveries({ status: 'pending' })).toEqual([]);
    expect(after.webhooks()).toMatchObject([{ status: 'active' }]);
    console.log(
      `crash test: ${kills} kills, ${endpoint.received.length} requests for ${received.size} events, none lost; ${intrusions} other processes refused`,
    );
  },
  KILLS * 8000,
);
