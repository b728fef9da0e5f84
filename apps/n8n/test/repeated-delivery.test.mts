/** @module A delivery that Kolvera sends again: at the same moment, later, after a restart. */
import { request } from 'node:http';
import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { sign } from '@kolvera/signature';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { KolveraTrigger } from '../nodes/KolveraTrigger/KolveraTrigger.node.ts';
import { type Harness, startHarness } from './harness/n8n-harness.mts';

const SECRET = 'whsec_by_hand';
let kolvera: Sandbox;
let n8n: Harness;

beforeAll(async () => {
  kolvera = await startSandbox();
});
afterAll(() => kolvera.close());
beforeEach(async () => {
  n8n = await startHarness(await loadNode());
  await n8n.useCredential({ webhookSecret: SECRET });
  await n8n.publish({ registration: 'manual' });
});
afterEach(() => n8n.close());

/** The node with an empty memory, as in a process that has just started. */
async function loadNode(): Promise<KolveraTrigger> {
  vi.resetModules();
  const module = await import('../nodes/KolveraTrigger/KolveraTrigger.node.ts');
  return new module.KolveraTrigger();
}

const bodyOf = (id: string) =>
  JSON.stringify({ id, event: 'contact.created', data: { contact: { id } } });
async function send(id: string): Promise<string> {
  const answer = await kolvera.deliverForged({ url: n8n.url, body: bodyOf(id), signWith: SECRET });
  return `${answer.status} ${JSON.parse(answer.body).status ?? JSON.parse(answer.body).code ?? ''}`;
}
const started = () => n8n.items().map(({ id }) => id);
const ids = (count: number) => Array.from({ length: count }, (_, index) => `evt_${index}`);
const times = <Result,>(count: number, run: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, run));

/** Keeps n8n storing executions until `go` is called. */
function holdStoring(): { go(): void; fail(): void; readonly waiting: () => number } {
  let settle: (outcome: 'stored' | 'failed') => void = () => {};
  let waiting = 0;
  const outcome = new Promise<'stored' | 'failed'>((resolve) => {
    settle = resolve;
  });
  n8n.whileStoring(async () => {
    waiting += 1;
    if ((await outcome) === 'failed') throw new Error('the database is locked');
  });
  return { go: () => settle('stored'), fail: () => settle('failed'), waiting: () => waiting };
}

test('a repeat starts nothing, also after the workflow was published again', async () => {
  expect(await send('evt_1')).toBe('200 accepted');
  expect(await send('evt_1')).toBe('200 repeated');
  await n8n.publish({ registration: 'manual', events: ['contact.created'] });
  expect(await send('evt_1')).toBe('200 repeated');
  expect(started()).toEqual(['evt_1']);
});

test('ten identical deliveries at once start the workflow once', async () => {
  const storing = holdStoring();
  const answers = times(10, () => send('evt_1'));
  await vi.waitFor(() => expect(storing.waiting()).toBe(1), 60_000);
  storing.go();
  expect((await answers).sort()).toEqual(['200 accepted', ...Array(9).fill('200 repeated')]);
  expect(started()).toEqual(['evt_1']);
});

test.each([2, 20, 50])(
  'of a burst of %i, every repeat is recognised: at once, later, and after a restart',
  async (count) => {
    const burst = () => Promise.all(ids(count).map(send));
    expect(new Set(await burst())).toEqual(new Set(['200 accepted']));
    expect(new Set(await burst())).toEqual(new Set(['200 repeated']));
    n8n.restart(await loadNode());
    expect(new Set(await burst())).toEqual(new Set(['200 repeated']));
    expect(started()).toHaveLength(count);
  },
);

test('a delivery whose start failed is not remembered', async () => {
  n8n.whileStoring(() => Promise.reject(new Error('the database is locked')));
  expect(await send('evt_1')).toMatch(/^500/);
  n8n.whileStoring(async () => {});
  expect(await send('evt_1')).toBe('200 accepted');
});

test('when the first of ten fails to start, one of the others takes its place', async () => {
  const storing = holdStoring();
  const answers = times(10, () => send('evt_1'));
  await vi.waitFor(() => expect(storing.waiting()).toBe(1), 60_000);
  n8n.whileStoring(async () => {});
  storing.fail();
  const sorted = (await answers).sort();
  expect(sorted.slice(0, 9)).toEqual(['200 accepted', ...Array(8).fill('200 repeated')]);
  expect(sorted[9]).toMatch(/^500/);
  expect(started()).toEqual(['evt_1']);
});

test.each([
  ['stored after all', 'go', '200 repeated'],
  ['not stored', 'fail', '200 accepted'],
] as const)(
  'the sender hangs up while n8n is storing: a repeat is to come again; %s, it is answered',
  async (_, end, answer) => {
    const storing = holdStoring();
    await hangUp('evt_1', () => storing.waiting() === 1);
    await vi.waitFor(async () => expect(await send('evt_1')).toBe('503 in_progress'), 60_000);
    expect(storing.waiting()).toBe(1);
    n8n.whileStoring(async () => {});
    storing[end]();
    await vi.waitFor(async () => expect(await send('evt_1')).toBe(answer), 60_000);
    expect(started()).toEqual(['evt_1']);
  },
);

test('what a person sends again while listening in the editor is shown again', async () => {
  await send('evt_1');
  await n8n.listen({ registration: 'manual' });
  const body = bodyOf('evt_1');
  for (let time = 0; time < 2; time += 1) {
    const answer = await kolvera.deliverForged({ url: n8n.testUrl, body, signWith: SECRET });
    expect(answer.body).toBe('{"status":"accepted"}');
  }
  expect(started()).toEqual(['evt_1', 'evt_1', 'evt_1']);
});

test('a delivery that is stored while the workflow is published again keeps the new secret', async () => {
  await n8n.unpublish();
  await n8n.useCredential({ apiKey: kolvera.apiKey, baseUrl: kolvera.baseUrl });
  await n8n.publish({});
  const storing = holdStoring();
  const [first] = kolvera.webhooks();
  const body = bodyOf('evt_1');
  const slow = kolvera.deliverForged({ url: n8n.url, body, signWith: first?.secret ?? '' });
  await vi.waitFor(() => expect(storing.waiting()).toBe(1), 60_000);
  await n8n.publish({ events: ['contact.created'] });
  storing.go();
  expect((await slow).status).toBe(200);
  const [second] = kolvera.webhooks();
  expect(n8n.staticData()).toMatchObject({
    registration: { webhookId: second?.id, secret: second?.secret },
  });
});

async function hangUp(id: string, isTime: () => boolean): Promise<void> {
  const body = bodyOf(id);
  const headers = {
    'content-type': 'application/json',
    'x-kolvera-signature': sign(body, SECRET),
  };
  const sending = request(n8n.url, { method: 'POST', headers });
  sending.on('error', () => {});
  sending.end(body);
  await vi.waitFor(() => expect(isTime()).toBe(true), 60_000);
  sending.destroy();
}
