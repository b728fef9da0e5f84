/**
 * @module One suite for every engine of the inbox.
 * @slow Needs Redis.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sampleEvent } from '@kolvera/event-schema';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type AttemptReport,
  createInbox,
  type Inbox,
  type InboxOptions,
} from '../src/inbox/index.ts';
import type { ReceiverError } from '../src/index.ts';
import { delivery, SECRET } from './deliveries.ts';
import { type EngineHost, engines } from './inboxes.ts';

const STARTING_MS = 300_000;
const WAIT = { timeout: 60_000, interval: 20 };

const event = (id: string) => delivery({ id, event: 'contact.created', data: { n: id } });

describe.each(engines)('$name', ({ start, tellsRepeats }) => {
  let host: EngineHost;
  const opened: Inbox[] = [];
  let queues = 0;
  beforeAll(async () => {
    host = await start();
    await open({}, 'migrated').inbox.migrate();
  }, STARTING_MS);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((inbox) => inbox.close({ withinMs: 1_000 })));
  });
  afterAll(() => host?.stop());

  /** An inbox whose handler is watched. */
  function open(
    options: Partial<InboxOptions> = {},
    name = `queue-${++queues}`,
    handler: (id: string, attempt: number) => unknown = () => {},
  ) {
    const handled: string[] = [];
    const errors: ReceiverError[] = [];
    const attempts: AttemptReport[] = [];
    const given = { secret: SECRET, engine: host.engine(name), backoffMs: 20, ...options };
    const inbox = createInbox(given as InboxOptions)
      .on('contact.created', async ({ id }) => {
        await handler(id, attempts.length + 1);
        handled.push(id);
      })
      .onError((error) => errors.push(error))
      .onAttempt((report) => attempts.push(report));
    opened.push(inbox);
    return { inbox, name, handled, errors, attempts, codes: () => errors.map(({ code }) => code) };
  }

  const STORED = { status: 200, body: '{"status":"stored"}' };

  test('a delivery is stored, answered, and handled afterwards', async () => {
    const { inbox, handled, attempts, codes } = open();
    expect(await inbox.receive(event('evt_1'))).toMatchObject(STORED);
    expect(handled).toEqual([]);
    expect(await inbox.counts()).toMatchObject({ waiting: 1, working: 0, handled: 0 });
    await inbox.start();
    await expect.poll(() => handled, WAIT).toEqual(['evt_1']);
    await expect.poll(() => inbox.counts(), WAIT).toMatchObject({ waiting: 0, handled: 1 });
    expect(attempts).toMatchObject([
      { event: 'contact.created', eventId: 'evt_1', attempt: 1, outcome: 'handled' },
    ]);
    expect(codes()).toEqual([]);
  });

  test('a repeat is known before, while and after it is handled', async () => {
    let finish = () => {};
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { inbox, handled } = open({}, undefined, () => running);
    const repeated = {
      status: 200,
      body: `{"status":"${tellsRepeats ? 'repeated' : 'stored'}"}`,
    };
    expect(await inbox.receive(event('evt_1'))).toMatchObject(STORED);
    for (let n = 0; n < 2; n++) expect(await inbox.receive(event('evt_1'))).toMatchObject(repeated);
    await inbox.start();
    await expect.poll(async () => (await inbox.counts()).working, WAIT).toBe(1);
    expect(await inbox.receive(event('evt_1'))).toMatchObject(repeated);
    finish();
    await expect.poll(async () => (await inbox.counts()).handled, WAIT).toBe(1);
    expect(await inbox.receive(event('evt_1'))).toMatchObject(repeated);
    await inbox.receive(event('evt_2'));
    await expect.poll(() => handled, WAIT).toEqual(['evt_1', 'evt_2']);
  });

  test('200 deliveries at once through two inboxes, 100 of them repeats, are handled once each', {
    timeout: 120_000,
  }, async () => {
    const first = open();
    const second = open({}, first.name);
    await Promise.all([first.inbox.start(), second.inbox.start()]);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        (n % 3 === 0 ? first : second).inbox.receive(event(`evt_${n % 100}`)),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await expect
      .poll(() => first.handled.length + second.handled.length, WAIT)
      .toBeGreaterThanOrEqual(100);
    const handled = [...first.handled, ...second.handled];
    expect(new Set(handled).size).toBe(100);
    expect(handled).toHaveLength(100);
  });

  test('forgeries and events without a handler are not stored', async () => {
    const { inbox, codes } = open();
    const { headers } = event('evt_1');
    expect(await inbox.receive({ ...event('evt_2'), headers })).toMatchObject({ status: 401 });
    const other = delivery({ id: 'evt_3', event: 'company.created', data: {} });
    expect(await inbox.receive(other)).toMatchObject({ body: '{"status":"ignored"}' });
    expect(await inbox.counts()).toMatchObject({ waiting: 0 });
    expect(codes()).toEqual(['mismatch']);
  });

  test('an id that PostgreSQL cannot hold is stored with the others, and handled as it was sent', {
    timeout: 120_000,
  }, async () => {
    const { inbox, handled } = open();
    const ids = ['evt_1', 'evt_2', 'nul \0', 'half a pair \ud83e', 'evt_3'];
    const answers = await Promise.all(ids.map((id) => inbox.receive(event(id))));
    expect(answers).toEqual(ids.map(() => expect.objectContaining(STORED)));
    await inbox.start();
    await expect.poll(() => handled.toSorted(), WAIT).toEqual(ids.toSorted());
  });

  test('a failing handler is tried again, until it succeeds', async () => {
    const { inbox, handled, attempts, codes } = open({}, undefined, (_, attempt) => {
      if (attempt < 3) throw new Error(`attempt ${attempt}`);
    });
    await inbox.receive(event('evt_1'));
    await inbox.start();
    await expect.poll(() => handled, WAIT).toEqual(['evt_1']);
    expect(attempts.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'handled'],
    ]);
    expect(codes()).toEqual(['handler_failed', 'handler_failed']);
  });

  test('what keeps failing becomes a dead letter, which can be looked at, run again and removed', {
    timeout: 120_000,
  }, async () => {
    let fixed = false;
    const { inbox, handled, codes } = open({ attempts: 2 }, undefined, (id) => {
      if (!fixed) throw new Error(`cannot do ${id}`);
    });
    await inbox.receive(event('evt_1'));
    await inbox.receive(event('evt_2'));
    await inbox.start();
    await expect.poll(async () => (await inbox.counts()).dead, WAIT).toBe(2);
    // onError is called once the engine has stored the dead letter.
    const deadLetters = () => codes().filter((code) => code === 'dead_letter');
    await expect.poll(deadLetters, WAIT).toHaveLength(2);
    const letters = await inbox.deadLetters.list();
    expect(letters).toHaveLength(2);
    const first = letters.find(({ eventId }) => eventId === 'evt_1');
    expect(first).toMatchObject({
      event: 'contact.created',
      body: event('evt_1').body,
      attempts: 2,
      reason: 'cannot do evt_1',
    });
    expect(Math.abs(Date.now() - (first?.failedAt.getTime() ?? 0))).toBeLessThan(120_000);
    expect(await inbox.deadLetters.list({ limit: 1 })).toHaveLength(1);
    expect(await inbox.receive(event('evt_1'))).toMatchObject({ status: 200 });
    fixed = true;
    expect(await inbox.deadLetters.runAgain(first?.key ?? '')).toBe(true);
    await expect.poll(() => handled, WAIT).toEqual(['evt_1']);
    const [second] = await inbox.deadLetters.list();
    expect(await inbox.deadLetters.remove(second?.key ?? '')).toBe(true);
    expect(await inbox.deadLetters.list()).toEqual([]);
    expect(await inbox.deadLetters.runAgain('f'.repeat(64))).toBe(false);
    expect(await inbox.deadLetters.remove('f'.repeat(64))).toBe(false);
  });

  test('what was handled and what is dead is forgotten after the times that are set', {
    timeout: 120_000,
  }, async () => {
    const kept = { keepMs: 60_000, keepDeadMs: 60_000, attempts: 1 };
    const { inbox, handled } = open(kept, undefined, (id) => {
      if (id.startsWith('bad')) throw new Error(`cannot do ${id}`);
    });
    await inbox.start();
    const counts = () => inbox.counts();
    for (const id of ['evt_1', 'bad_1']) await inbox.receive(event(id));
    await expect.poll(counts, WAIT).toMatchObject({ handled: 1, dead: 1 });
    const { now } = Date;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
    onTestFinished(() => void vi.restoreAllMocks());
    // What ends next clears away what is over.
    for (const id of ['evt_2', 'bad_2']) await inbox.receive(event(id));
    await expect.poll(() => handled, WAIT).toEqual(['evt_1', 'evt_2']);
    const letters = () => inbox.deadLetters.list();
    await expect.poll(letters, WAIT).toMatchObject([{ eventId: 'bad_2' }]);
    await expect.poll(counts, WAIT).toMatchObject({ handled: 1, dead: 1 });
    await inbox.receive(event('evt_1'));
    await expect.poll(() => handled, WAIT).toEqual(['evt_1', 'evt_2', 'evt_1']);
  });

  test('a handler that takes too long fails, and its signal is aborted', {
    timeout: 120_000,
  }, async () => {
    let signal: AbortSignal | undefined;
    const { inbox, attempts } = open({ handlerTimeoutMs: 50, attempts: 1 });
    inbox.onAny((_event, handled) => {
      signal = handled.signal;
      return new Promise(() => {});
    });
    await inbox.receive(event('evt_1'));
    await inbox.start();
    await expect.poll(() => attempts, WAIT).toMatchObject([{ outcome: 'failed' }]);
    expect(signal?.aborted).toBe(true);
  });

  test('closing waits for what is in work, and leaves the rest', async () => {
    let finish = () => {};
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const first = open({ concurrency: 1 }, undefined, () => running);
    await first.inbox.receive(event('evt_1'));
    await first.inbox.receive(event('evt_2'));
    await first.inbox.start();
    await expect.poll(async () => (await first.inbox.counts()).working, WAIT).toBe(1);
    const closing = first.inbox.close();
    finish();
    await closing;
    expect(first.handled).toHaveLength(1);
    opened.splice(opened.indexOf(first.inbox), 1);
    const second = open({}, first.name);
    await second.inbox.start();
    await expect.poll(() => second.handled, WAIT).toHaveLength(1);
    expect([...first.handled, ...second.handled].sort()).toEqual(['evt_1', 'evt_2']);
  });

  test('the delivery of a process that was killed is handled by another', {
    timeout: 120_000,
  }, async () => {
    const { inbox, name, handled, attempts } = open({ leaseMs: 1_000 });
    await inbox.receive(event('evt_1'));
    await killWorker(host.address, name);
    await inbox.start();
    await expect.poll(() => handled, WAIT).toEqual(['evt_1']);
    expect(attempts).toHaveLength(1);
  });

  test('one that ends its process again and again becomes a dead letter', {
    timeout: 120_000,
  }, async () => {
    const { inbox, name, handled, codes } = open({ leaseMs: 1_000, crashes: 2 });
    await inbox.receive(event('evt_1'));
    await killWorker(host.address, name);
    await killWorker(host.address, name);
    await inbox.start();
    await expect.poll(async () => (await inbox.counts()).dead, WAIT).toBe(1);
    expect(handled).toEqual([]);
    await expect.poll(codes, WAIT).toEqual(['dead_letter']);
  });

  test("repeatedBy: 'id' recognises a body that was serialised again", async () => {
    const { inbox } = open({ repeatedBy: 'id' });
    await inbox.receive(delivery('{"id":"evt_1","event":"contact.created","data":{}}'));
    await inbox.receive(delivery('{"data":{},"event":"contact.created","id":"evt_1"}'));
    expect(await inbox.counts()).toMatchObject({ waiting: 1 });
  });

  test('handlers get the event as it was sent, and its body', { timeout: 120_000 }, async () => {
    const { inbox } = open();
    const seen: unknown[] = [];
    inbox.on('contact.updated', (event, { body, method }) => seen.push({ event, body, method }));
    const sent = sampleEvent('contact.updated', { data: { contact: { name: 'Zoë 🦘' } } });
    await inbox.receive(delivery(sent));
    await inbox.start();
    await expect.poll(() => seen, WAIT).toHaveLength(1);
    expect(seen).toEqual([{ event: sent, body: delivery(sent).body, method: 'POST' }]);
  });
});

/** Starts a worker process, and kills it when it has begun a delivery. */
async function killWorker(address: string, name: string): Promise<void> {
  const program = join(import.meta.dirname, 'inbox-worker.ts');
  const child = spawn(process.execPath, ['--conditions=@kolvera/source', program, address, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}
