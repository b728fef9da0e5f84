/** @module What the node answers and puts out. What it remembers: repeated-delivery.test.mts. */
import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { KolveraTrigger } from '../nodes/KolveraTrigger/KolveraTrigger.node.ts';
import { type Harness, startHarness } from './harness/n8n-harness.mts';

const SECRET = 'whsec_by_hand';
let kolvera: Sandbox;
let n8n: Harness;

beforeAll(async () => {
  kolvera = await startSandbox();
});
afterAll(() => kolvera.close());
beforeEach(async () => {
  n8n = await startHarness(new KolveraTrigger());
  await n8n.useCredential({ webhookSecret: SECRET });
});
afterEach(() => n8n.close());

const manual = (parameters: object = {}) => n8n.publish({ registration: 'manual', ...parameters });
const send = (body: string, changes: object = {}) =>
  kolvera.deliverForged({ url: n8n.url, body, signWith: SECRET, ...changes });
const event = { id: 'evt_1', event: 'contact.created', created_at: null, workspace_id: null };
const body = JSON.stringify({ ...event, data: { contact: { name: 'Ada' } } });

test('an accepted delivery puts out the whole event', async () => {
  await manual();
  expect(await send(body)).toMatchObject({ status: 200, body: '{"status":"accepted"}' });
  expect(n8n.items()).toEqual([{ ...event, data: { contact: { name: 'Ada' } } }]);
});

test('"Data Only" puts out the data alone', async () => {
  await manual({ options: { output: 'data' } });
  await send(body);
  expect(n8n.items()).toEqual([{ contact: { name: 'Ada' } }]);
});

test.each([
  ['unsigned', { signWith: undefined }],
  ['signed with another secret', { signWith: 'whsec_a_guess' }],
  ['with two signatures', { headers: { 'x-kolvera-signature': 'a, b' } }],
])(
  'a delivery %s is answered 401, with one code for all, and the log says why',
  async (_, changes) => {
    await manual();
    const answer = await send(body, changes);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([401, 'unverified']);
    expect(n8n.items()).toEqual([]);
    expect(n8n.traces()).toMatch(
      /"Harness": a delivery was rejected: .* \((missing_signature|malformed_signature|mismatch)\)/,
    );
  },
);

test('while a person listens in the editor, a rejected delivery tells them why', async () => {
  await n8n.listen({ registration: 'manual' });
  const answer = await send(body, { url: n8n.testUrl, signWith: 'whsec_a_guess' });
  expect(answer.status).toBe(500);
  expect(n8n.traces()).toContain('signature does not match the webhook secret (mismatch)');
  expect(n8n.traces()).toContain('Compare Webhook Secret in the Kolvera API credential');
});

test('without verification, an unsigned delivery is accepted', async () => {
  await manual({ options: { verifySignature: false } });
  expect((await send(body, { signWith: undefined })).status).toBe(200);
});

test('what is signed but nests too deep is answered 400 with the reason', async () => {
  await manual();
  const answer = await send(`{"data":${'['.repeat(300)}${']'.repeat(300)}}`);
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([400, 'too_deep']);
});

test('a body that names no event starts the workflow as an unknown event', async () => {
  await manual();
  expect(await send('{"contact":{"id":"con_1"}}')).toMatchObject({ body: '{"status":"accepted"}' });
  expect(n8n.items()).toMatchObject([{ event: 'unknown', data: { contact: { id: 'con_1' } } }]);
  expect(n8n.traces()).toContain('a delivery names no event');
});

test('several events in one delivery are several items, and a repeat starts nothing', async () => {
  await manual();
  const both = JSON.stringify(['evt_1', 'evt_2'].map((id) => ({ ...event, id, data: {} })));
  await send(both);
  expect(await send(both)).toMatchObject({ body: '{"status":"repeated"}' });
  expect(n8n.items()).toMatchObject([{ id: 'evt_1' }, { id: 'evt_2' }]);
});

test('an event that was not chosen is answered 200, starts nothing, and is not remembered', async () => {
  await manual({ events: ['meeting.booked'] });
  expect(await send(body)).toMatchObject({ status: 200, body: '{"status":"ignored"}' });
  await manual();
  expect(await send(body)).toMatchObject({ body: '{"status":"accepted"}' });
});

test.each([[[]], [['*']], [['meeting.booked', '*']]])(
  'with %j chosen, every event starts the workflow, one that is new to this version too',
  async (events) => {
    await manual({ events });
    const later = JSON.stringify({ ...event, event: 'contact.archived', data: {} });
    expect(await send(later)).toMatchObject({ body: '{"status":"accepted"}' });
  },
);

test('the same id with another body starts the workflow, and the log tells of it', async () => {
  await manual();
  await send(body);
  await send(body.replace('Ada', 'Grace'));
  expect(n8n.items()).toHaveLength(2);
  expect(n8n.traces()).toContain('two deliveries have the id "evt_1"');
});

test('an id from outside cannot add lines to the log', async () => {
  await manual();
  const hostile = { ...event, id: `evt_1\nforged line${'x'.repeat(200)}` };
  await send(JSON.stringify({ ...hostile, data: {} }));
  await send(JSON.stringify({ ...hostile, data: { other: true } }));
  const line = n8n
    .traces()
    .split('\n')
    .find((one) => one.includes('two deliveries'));
  expect(line).toMatch(/the id "evt_1\\nforged linex+" and different bodies; both were run$/);
  expect(line).not.toContain('x'.repeat(101));
});

test('without "Ignore Repeated Deliveries", a repeated delivery starts the workflow again', async () => {
  await manual({ options: { ignoreRepeatedDeliveries: false } });
  await send(body);
  await send(body);
  expect(n8n.items()).toHaveLength(2);
  expect(n8n.staticData()).toEqual({});
});

test('a rejected delivery is not remembered', async () => {
  await manual();
  await send(body, { signWith: 'whsec_a_guess' });
  expect(await send(body)).toMatchObject({ body: '{"status":"accepted"}' });
});

test('a secret that has gone from the credential fails closed, and the user reads why', async () => {
  await manual();
  await n8n.useCredential({ webhookSecret: '' }).catch(() => {});
  expect((await send(body)).status).toBe(500);
  expect(n8n.items()).toEqual([]);
  expect(n8n.traces()).toMatch(/no webhook secret to verify with/);
});
