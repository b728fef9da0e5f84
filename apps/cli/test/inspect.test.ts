import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Corrections, events, isObject, sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctionsOf } from '../src/inspecting/corrections.ts';
import { inspectCaptures } from '../src/inspecting/inspection.ts';
import { kolvera, listening, temporaryProject } from './kolvera.ts';

const TODAY = '2026-11-25';
const SECRET = 'whsec_of_a_test';

function correct(...bodies: readonly unknown[]): Corrections {
  const captures = bodies.map((body) => ({ body: JSON.stringify(body), exact: true, at: null }));
  return correctionsOf(inspectCaptures(captures, TODAY));
}

const samples = events.map(({ name }) => sampleEvent(name));
const differing = ({ corrections }: Corrections) =>
  corrections.filter(({ kind }) => kind !== 'seen' && kind !== 'envelope');

test('what the catalogue has differs in nothing', () => {
  const corrections = correct(...samples);
  expect(differing(corrections)).toEqual([]);
  expect(corrections.questions).toEqual([]);
  expect(corrections.corrections.filter(({ kind }) => kind === 'seen').length).toBeGreaterThan(90);
});

test('other names, new fields, new values and other types are told apart', () => {
  const { id, first_name, email, ...contact } = sampleEvent('contact.created').data.contact ?? {};
  const body = {
    delivery_id: 'dlv_1',
    topic: 'contact.created',
    occurred_at: '2026-07-14T09:12:31+10:00',
    account_id: 'acc_1',
    attributes: {
      theContact: {
        ...contact,
        id: 4711,
        givenName: first_name,
        mail: email,
        followers: 12,
        outreach_stage: 'nurturing',
      },
    },
  };
  const { corrections } = correct(body);
  const envelope = corrections.filter(({ kind }) => kind === 'envelope');
  expect(envelope).toMatchObject([
    { part: 'id', sentAs: 'delivery_id' },
    { part: 'event', sentAs: 'topic' },
    { part: 'created_at', sentAs: 'occurred_at' },
    { part: 'workspace_id', sentAs: 'account_id' },
    { part: 'data', sentAs: 'attributes' },
  ]);
  const at = (...path: string[]) => ({ event: 'contact.created', path: ['contact', ...path] });
  expect(differing({ observed: TODAY, deliveries: 1, corrections, questions: [] })).toMatchObject([
    { kind: 'renamed', ...at(), sentAs: 'theContact' },
    { kind: 'value', ...at('outreach_stage'), value: 'nurturing' },
    { kind: 'type', ...at('id'), declared: 'string', sent: 'integer' },
    { kind: 'renamed', ...at('first_name'), sentAs: 'givenName' },
    { kind: 'renamed', ...at('email'), sentAs: 'mail' },
    { kind: 'added', ...at('followers'), shape: { type: 'integer' } },
  ]);
});

test('a flat body and a bare record are read as records', () => {
  const { contact } = sampleEvent('contact.created').data;
  const flat = correct({ event: 'contact.created', ...contact });
  expect(differing(flat)).toEqual([]);
  expect(flat.questions.join()).toContain('Flat bodies: 1.');
  expect(differing(correct({ id: 'evt_1', type: 'contact.created', payload: contact }))).toEqual(
    [],
  );
});

test('property: no text that was captured gets into the corrections, enumerations aside', () => {
  const enumerated = new Set(['email_status', 'outreach_stage', 'candidate_grade', 'status']);
  for (const kept of ['variant_mode', 'type', 'phone_type', 'ai_sector', 'bd_status']) {
    enumerated.add(kept);
  }
  const texts = fc.oneof(
    fc.stringMatching(/^[a-z]{12,20}$/),
    fc.stringMatching(/^[a-z]{12,20}@[a-z]{3,9}\.example$/),
    fc.string({ minLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(texts, { minLength: 60, maxLength: 60 }),
      fc.dictionary(texts, texts),
      (sample, secrets, table) => {
        let next = 0;
        const fill = (value: unknown, key = ''): unknown => {
          if (Array.isArray(value)) return value.map((item) => fill(item, key));
          if (isObject(value)) {
            return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, k)]));
          }
          if (typeof value !== 'string' || enumerated.has(key)) return value;
          next += 1;
          return secrets[next % secrets.length];
        };
        // A table by email address is data, its keys included.
        const byAddress = Object.fromEntries(
          Object.entries(table).map(([key, value]) => [`${key}@x.example`, value]),
        );
        const data = { ...Object(fill(sample.data)), unheard_of: secrets[0], byAddress };
        const body = { ...sample, id: secrets[1], workspace_id: secrets[2], data };
        const told = JSON.stringify(correct(body));
        const own = JSON.stringify(samples) + JSON.stringify(events);
        for (const secret of [...secrets, ...Object.keys(byAddress)]) {
          const written = JSON.stringify(secret).slice(1, -1);
          if (!own.includes(written)) expect(told).not.toContain(written);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('files: bodies, lines, HAR, n8n executions; a folder holds several', async () => {
  const cwd = temporaryProject();
  const captures = join(cwd, 'captures');
  mkdirSync(captures);
  const write = (name: string, text: string) => writeFileSync(join(captures, name), text);
  const [one, two, three, four, five] = samples.map((sample) => JSON.stringify(sample));
  write('body.json', `${one}\n`);
  write('lines.ndjson', `${two}\n${three}\n`);
  const request = { method: 'POST', postData: { text: four } };
  const entry = { startedDateTime: '2026-11-20T08:00:00Z', request };
  write('har.har', JSON.stringify({ log: { entries: [entry] } }));
  const item = { json: { headers: { 'x-kolvera-signature': 'a' }, body: JSON.parse(five ?? '') } };
  const runData = { Webhook: [{ data: { main: [[item]] } }] };
  write('n8n.json', JSON.stringify({ data: { resultData: { runData } } }));
  const { code, stdout } = await kolvera(['inspect', 'captures', '--json'], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    deliveries: 5,
    observed: '2026-11-20',
    forms: { compact: 4 },
    events: Object.fromEntries(samples.slice(0, 5).map(({ event }) => [event, 1])),
  });
});

/** A project whose listener kept these. */
async function kept(...deliveries: readonly { body: string; signature: string }[]) {
  const cwd = temporaryProject();
  const listener = await listening([], { cwd, env: { KOLVERA_WEBHOOK_SECRET: SECRET } });
  for (const { body, signature } of deliveries) {
    const headers = { 'x-kolvera-signature': signature };
    await fetch(listener.url, { method: 'POST', body, headers });
  }
  await listener.interrupt();
  return cwd;
}

test('what listen has kept is read, without what was not verified', async () => {
  const body = JSON.stringify({ ...sampleEvent('meeting.booked'), trace: 'x' });
  const cwd = await kept(
    { body, signature: sign(body, SECRET) },
    { body, signature: 'f'.repeat(64) },
  );
  const { code, stdout, stderr } = await kolvera(['inspect', '--corrections', 'corrections.json'], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stdout).toContain('Deliveries: 1. Events: 1, of 1 types.');
  expect(stdout).toContain('The envelope also has trace.');
  expect(stdout).toContain('1 as JSON.stringify writes: Make can verify it.');
  expect(stderr).toContain('npm run correct -- corrections.json');
  const written: Corrections = JSON.parse(readFileSync(join(cwd, 'corrections.json'), 'utf8'));
  expect(written).toMatchObject({ deliveries: 1 });
});

test('what was verified counts, although no envelope that we know was in it', async () => {
  const { event: topic, data: attributes } = sampleEvent('meeting.booked');
  const body = JSON.stringify({ topic, attributes });
  const cwd = await kept({ body, signature: sign(body, SECRET) });
  const { stdout } = await kolvera(['inspect'], { cwd });
  expect(stdout).toMatch(/event +topic \(1\)/);
});

test('where nothing that was kept was verified, that is said', async () => {
  const cwd = await kept({ body: '{}', signature: 'f'.repeat(64) });
  const { code, stderr } = await kolvera(['inspect'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('was verified');
});

test('nothing captured is said', async () => {
  const { code, stderr } = await kolvera(['inspect']);
  expect(code).toBe(2);
  expect(stderr).toContain('kolvera listen has kept no deliveries here.');
});
