import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { events } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, verify } from '@kolvera/signature';
import { describe, expect, test } from 'vitest';
import { startEndpoint } from './endpoint.ts';
import { kolvera, start, temporaryProject } from './kolvera.ts';

const SECRET = 'whsec_of_a_test';
const env = { KOLVERA_WEBHOOK_SECRET: SECRET };
const verified = ({ body, headers }: { body: Buffer; headers: { [name: string]: unknown } }) =>
  verify(body, String(headers[SIGNATURE_HEADER]), SECRET);

test('sends a signed sample, and says what came back', async () => {
  const { url, received } = await startEndpoint();
  const { code, stdout, stderr } = await kolvera(['trigger', 'contact.created', '--to', url], {
    env,
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^200 {2}contact\.created {2}\d+ ms\n {5}the answer\n$/);
  expect(stderr).toBe('');
  expect(received).toHaveLength(1);
  expect(received.every(verified)).toBe(true);
  expect(received[0]?.headers['content-type']).toBe('application/json');
});

test('makes a secret once, shows it that once, and keeps it for the project', async () => {
  const { url } = await startEndpoint();
  const cwd = temporaryProject();
  const first = await kolvera(['trigger', 'contact.created', '--to', url], { cwd });
  const [, secret = ''] = /KOLVERA_WEBHOOK_SECRET=(whsec_\S{43})\n/.exec(first.stderr) ?? [];
  expect(secret).not.toBe('');
  const second = await kolvera(['trigger', 'contact.created', '--to', url], { cwd });
  expect(second.stdout + second.stderr).not.toContain(secret);
});

test('sends values and data of your own', async () => {
  const { url, received } = await startEndpoint();
  const cwd = temporaryProject();
  writeFileSync(join(cwd, 'deal.json'), '{"deal": {"name": "Zoë"}}');
  const to = ['--to', url];
  await kolvera(
    [
      'trigger',
      'contact.created',
      ...to,
      '--set',
      'data.contact.email=ada@example.com',
      '--set',
      'data.contact.age=36',
      '--set',
      'data.contact.zip="0412"',
      '--set',
      'data.__proto__.x=1',
    ],
    { cwd, env },
  );
  await kolvera(['trigger', 'deal.won', ...to, '--data', 'deal.json'], { cwd, env });
  await kolvera(['trigger', ...to, '--body', 'deal.json'], { cwd, env });
  const bodies = received.map(({ body }) => JSON.parse(String(body)));
  expect(bodies[0].data.contact).toMatchObject({ email: 'ada@example.com', age: 36, zip: '0412' });
  expect(bodies[0].data.contact.name).toBe('Lena Hartigan');
  expect(Object.hasOwn(bodies[0].data, '__proto__')).toBe(true);
  expect(bodies[1]).toMatchObject({ event: 'deal.won', data: { deal: { name: 'Zoë' } } });
  expect(String(received[2]?.body)).toBe('{"deal": {"name": "Zoë"}}');
  expect(received.every(verified)).toBe(true);
});

test('repeats the same bytes, and makes a new event with --every', async () => {
  const { url, received } = await startEndpoint();
  await kolvera(['trigger', 'contact.created', '--to', url, '--repeat', '3'], { env });
  expect(new Set(received.map(({ body }) => String(body))).size).toBe(1);
  expect(received).toHaveLength(3);

  const going = start(['trigger', 'contact.created', '--to', url, '--every', '5ms'], { env });
  while (received.length < 6) await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await going.interrupt()).code).toBe(0);
  expect(new Set(received.map(({ body }) => String(body))).size).toBe(received.length - 2);
});

test('sends one of every event', async () => {
  const { url, received } = await startEndpoint();
  const { code } = await kolvera(['trigger', '--all', '--to', url], { env });
  expect(code).toBe(0);
  expect(received.map(({ body }) => JSON.parse(String(body)).event)).toEqual(
    events.map(({ name }) => name),
  );
});

describe('--forged', () => {
  test('is content when each is refused', async () => {
    const { url, received } = await startEndpoint((one) => (verified(one) ? 200 : 401));
    const { code, stdout } = await kolvera(
      ['trigger', 'contact.created', '--forged', '--to', url],
      { env },
    );
    expect(code).toBe(0);
    expect(stdout.match(/Refused, as it should be/g)).toHaveLength(3);
    expect(received.some(verified)).toBe(false);
    expect(received[2]?.headers).not.toHaveProperty(SIGNATURE_HEADER);
  });

  test('tells programs what was forged', async () => {
    const { url } = await startEndpoint(401);
    const argv = ['trigger', 'contact.created', '--forged', '--to', url, '--json'];
    const { stdout } = await kolvera(argv, { env });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { event: 'contact.created', forgery: 'changed after signing', ok: true, status: 401 },
      { event: 'contact.created', forgery: 'another secret', ok: true },
      { event: 'contact.created', forgery: 'unsigned', ok: true },
    ]);
  });

  test('says so when one is accepted', async () => {
    const { url } = await startEndpoint(200);
    const { code, stdout } = await kolvera(
      ['trigger', 'contact.created', '--forged', '--to', url],
      { env },
    );
    expect(code).toBe(1);
    expect(stdout).toContain('ACCEPTED: the endpoint does not verify signatures.');
  });
});

test.each([
  [301, 'redirects'],
  [400, 'raw body'],
  [401, 'did not accept the signature'],
  [404, 'nothing at this path'],
  [405, 'does not accept POST'],
  [418, 'refused it'],
  [500, 'Check its log'],
])('says the usual reason of %i', async (status, reason) => {
  const { url } = await startEndpoint(status);
  const { code, stdout } = await kolvera(['trigger', 'contact.created', '--to', url], { env });
  expect(code).toBe(1);
  expect(stdout).toContain(reason);
  expect(stdout).not.toContain(SECRET);
});

test('says when nothing listens, and when an answer takes too long', async () => {
  const gone = await startEndpoint();
  await gone.close();
  const refused = await kolvera(['trigger', 'contact.created', '--to', gone.url], { env });
  expect(refused.stdout).toMatch(/^ECONNREFUSED/);
  expect(refused.stdout).toContain('Nothing listens');
  expect(refused.code).toBe(1);

  const { createServer } = await import('node:http');
  const hanging = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => hanging.once('listening', resolve));
  const address = hanging.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const late = await kolvera(
    ['trigger', 'contact.created', '--to', `localhost:${port}`, '--timeout', '50ms'],
    { env },
  );
  hanging.closeAllConnections();
  hanging.close();
  expect(late.stdout).toMatch(/^timeout/);
  expect(late.code).toBe(1);
});

test('prints one JSON object for each that it sent', async () => {
  const { url } = await startEndpoint(500);
  const { stdout } = await kolvera(['trigger', 'contact.created', '--to', url, '--json'], { env });
  expect(JSON.parse(stdout)).toMatchObject({
    event: 'contact.created',
    status: 500,
    answer: 'the answer',
    ok: false,
    reason: expect.stringContaining('log'),
  });
});

test.each<[string[], string]>([
  [['contact.create'], 'Kolvera has no event "contact.create"'],
  [[], 'Name an event'],
  [['contact.created', '--set', 'email'], '--set takes a path and a value'],
  [['contact.created', '--data', 'none.json'], 'Cannot read'],
  [['contact.created', '--every', 'now'], 'Enter a duration'],
  [['contact.created', '--to', 'http://'], 'Enter a URL'],
  [['contact.created', '--secret', ' x'], 'whitespace'],
])('refuses %j', async (argv, message) => {
  const { code, stderr, stdout } = await kolvera(['trigger', ...argv], { env });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  const json = await kolvera(['trigger', ...argv, '--json'], { env });
  expect(json.code).toBe(2);
});
