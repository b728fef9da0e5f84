import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type EventDefinition,
  eventFields,
  events,
  isObject,
  sampleEvent,
} from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportOf } from '../src/inspect/inspect.ts';
import { inspectCaptures } from '../src/inspect/inspection.ts';
import { fileOf } from '../src/inspect/source-file.ts';
import { kolvera, listening, temporaryProject } from './kolvera.ts';

const SECRET = 'whsec_of_a_test';
const root = resolve(import.meta.dirname, '../../..');
const SOURCE = 'packages/event-schema/src';

function inspected(...bodies: readonly unknown[]) {
  const captures = bodies.map((body) => JSON.stringify(body));
  return reportOf(
    inspectCaptures(captures.map((body) => ({ headers: {}, body, exact: true, at: null }))),
  );
}

const samples = events.map(({ name }) => sampleEvent(name));

test('what the catalogue has differs in nothing', () => {
  const { differences, questions, observed } = inspected(...samples);
  expect(differences).toEqual([]);
  expect(questions).toEqual([]);
  expect(Object.values(observed).flat().length).toBeGreaterThan(90);
});

test('each difference names the file and the line to write there', () => {
  const { id, first_name, email, ...contact } = sampleEvent('contact.created').data.contact ?? {};
  const body = {
    delivery_id: 'dlv_1',
    subject_line: 'contact.created',
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
        owner: { userEmail: 'ada@example.com', tags: ['a'] },
      },
    },
  };
  const { differences } = inspected(body);
  const lines = differences.map(({ file, line }) => `${file.slice(SOURCE.length + 1)} ${line}`);
  expect(lines.filter((line) => !line.includes("'nurturing'"))).toEqual([
    "event-places.ts 'subject_line', // in event.body",
    "event-places.ts 'attributes', // in data.body",
    "events/contact-created.ts contact: object('observed', 'Contact', 'The contact that was added.', …, { sentAs: 'theContact' }),",
    `entities/contact.ts id: integer('observed', 'ID', "The contact's ID in Kolvera."),`,
    `entities/contact.ts first_name: text('observed', 'First Name', "The contact's first name.", { sentAs: 'givenName' }),`,
    `entities/contact.ts email: text('observed', 'Email', "The contact's work email address.", { format: 'email', important: true, sentAs: 'mail' }),`,
    `entities/contact.ts followers: integer('observed', 'Followers', 'What Kolvera sends as "followers".'),`,
    `entities/contact.ts owner: object('observed', 'Owner', 'What Kolvera sends as "owner".', { user_email: text('observed', 'User Email', 'What Kolvera sends as "userEmail".', { format: 'email', sentAs: 'userEmail' }), tags: list('observed', 'Tags', 'What Kolvera sends as "tags".', text('observed', 'Tags', 'What Kolvera sends as "tags".')), }),`,
  ]);
  expect(differences).toContainEqual({
    field: 'data.contact.outreach_stage',
    differs: 'new value: nurturing',
    count: 1,
    file: `${SOURCE}/entities/contact.ts`,
    line: expect.stringMatching(
      /^outreach_stage: text\('observed', .* 'lost', 'nurturing'\] }\),$/,
    ),
  });
  expect(differences.map(({ differs }) => differs)).toContain('BREAKING: integer, not string');
});

test('every field of the catalogue is in the file that is named for it', () => {
  const declared = (events as readonly EventDefinition[]).flatMap((event) =>
    eventFields(event).flatMap(({ path: [first, ...path] }) =>
      first === 'data'
        ? path.map((key, at) => ({ key, file: fileOf(event, path.slice(0, at + 1)) }))
        : [],
    ),
  );
  const wrong = declared.filter(
    ({ key, file }) => !new RegExp(`\\b${key}[,:]`).test(readFileSync(join(root, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

test('a flat body and a bare record are read as records', () => {
  const { contact } = sampleEvent('contact.created').data;
  const flat = inspected({ event: 'contact.created', ...contact });
  expect(flat.differences).toEqual([]);
  expect(flat.questions.join()).toContain('Flat bodies: 1.');
  const bare = inspected({ id: 'evt_1', type: 'contact.created', payload: contact });
  expect(bare.differences).toEqual([]);
});

const enumerated = new Set(
  events.flatMap((event) => eventFields(event).flatMap(({ options = [] }) => options)),
);

/** What somebody's data looks like, with a word in it that is nowhere else. */
const secret = fc.tuple(fc.stringMatching(/^q[a-z]{11}q$/), fc.nat(4)).map(([word, form]) => ({
  word,
  text:
    [`${word}@mail.example`, `https://${word}.example/a`, `${word} O'Neil`, `2026-11-25 ${word}`][
      form
    ] ?? word,
}));

/** Fields that the catalogue lacks. */
const { value: unheardOf } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant('?'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^zz[A-Za-z_]{1,6}$/), tie('value'), { maxKeys: 3 }),
  ),
}));

test('property: of what was captured, the report holds keys and enumerations only', () => {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 20, maxLength: 40 }),
      fc.array(unheardOf, { minLength: 5, maxLength: 5 }),
      (secrets, additions) => {
        let next = 0;
        const take = () => {
          next += 1;
          return secrets[next % secrets.length]?.text ?? '';
        };
        /** A secret for every text, and in its objects what the catalogue lacks. */
        const fill = (value: unknown, adds = true): unknown => {
          if (typeof value === 'string') return enumerated.has(value) ? value : take();
          if (Array.isArray(value)) return value.map((item) => fill(item, adds));
          if (!isObject(value)) return value;
          const own = Object.entries(value).map(([key, inner]) => [key, fill(inner, adds)]);
          const more = adds
            ? additions.map((addition, at) => [`unheard_of_${at}`, fill(addition, false)])
            : [];
          return Object.fromEntries([...own, ...more, [`by ${take()}`, take()]]);
        };
        const bodies = samples.map(({ event, ...rest }) => ({ event, ...Object(fill(rest)) }));
        const report = JSON.stringify(inspected(...bodies));
        expect(report).toContain('unheard_of_');
        for (const { word } of secrets) expect(report).not.toContain(word);
      },
    ),
    { numRuns: 20, endOnFailure: true },
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
  const item = { json: { headers: { [SIGNATURE_HEADER]: 'a' }, body: JSON.parse(five ?? '') } };
  const runData = { Webhook: [{ data: { main: [[item]] } }] };
  write('n8n.json', JSON.stringify({ data: { resultData: { runData } } }));
  const { code, stdout } = await kolvera(['inspect', 'captures', '--json'], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    deliveries: 5,
    forms: { compact: 4 },
    events: Object.fromEntries(samples.slice(0, 5).map(({ event }) => [event, 1])),
  });
});

/** A project whose listener kept these. */
async function kept(...deliveries: readonly { body: string; signature: string }[]) {
  const cwd = temporaryProject();
  const listener = await listening([], { cwd, env: { KOLVERA_WEBHOOK_SECRET: SECRET } });
  for (const { body, signature } of deliveries) {
    const headers = { [SIGNATURE_HEADER]: signature };
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
  const { code, stdout } = await kolvera(['inspect'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('Deliveries: 1. Events: 1, of 1 types.');
  expect(stdout).toContain('The envelope also has trace.');
  expect(stdout).toContain("1 compact: Make's watch modules can verify these.");
});

test('what was verified counts, although no envelope that we know was in it', async () => {
  const { event: what, data: attributes } = sampleEvent('meeting.booked');
  const body = JSON.stringify({ what, attributes });
  const cwd = await kept({ body, signature: sign(body, SECRET) });
  const { stdout } = await kolvera(['inspect'], { cwd });
  expect(stdout).toContain("'what', // in event.body");
});

test('where nothing that was kept was verified, that is said', async () => {
  const cwd = await kept({ body: '{}', signature: 'f'.repeat(64) });
  const { code, stderr } = await kolvera(['inspect'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('has verified none');
});

test('nothing captured is said', async () => {
  const { code, stderr } = await kolvera(['inspect']);
  expect(code).toBe(2);
  expect(stderr).toContain('kolvera listen has stored no deliveries here.');
});

test.each([
  ['{"kind":"ping","at":1}', 'name no event of Kolvera, with the keys at, kind'],
  ['plain text', 'text that holds no body'],
])('where nothing names an event, it says what it saw and what it reads: %s', async (text, saw) => {
  const cwd = temporaryProject();
  writeFileSync(join(cwd, 'capture.json'), text);
  const { code, stderr } = await kolvera(['inspect', 'capture.json'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain(saw);
  expect(stderr).toContain('kolvera inspect reads: ');
});

test('a name in a header that is not in the list is proposed', async () => {
  const cwd = temporaryProject();
  const headers = { 'Content-Type': 'application/json', 'X-Kolvera-What': 'meeting.booked' };
  const body = JSON.stringify(sampleEvent('meeting.booked').data);
  writeFileSync(join(cwd, 'capture.json'), JSON.stringify({ headers, body }));
  const { code, stdout } = await kolvera(['inspect', 'capture.json'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain("'x-kolvera-what', // in event.headers");
});

test('an unreadable line is named, and the exit code is 1', async () => {
  const cwd = temporaryProject();
  const body = JSON.stringify(sampleEvent('meeting.booked'));
  writeFileSync(join(cwd, 'lines.jsonl'), `${body}\nnothing\n`);
  const { code, stderr } = await kolvera(['inspect', 'lines.jsonl'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('lines.jsonl, line 2');
});
