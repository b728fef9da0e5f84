import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sampleEvent } from '@kolvera/event-schema';
import { startSandbox } from '@kolvera/sandbox';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEndpoint } from './endpoint.ts';
import { kolvera, listening, printed, start, temporaryProject } from './kolvera.ts';

const SECRET = 'whsec_of_a_test';
const env = { KOLVERA_WEBHOOK_SECRET: SECRET };
const body = JSON.stringify(sampleEvent('contact.created'));

async function deliver(
  url: string,
  text: string | Uint8Array<ArrayBuffer> = body,
  signature = sign(text, SECRET),
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = {
    'content-type': 'application/json',
    [SIGNATURE_HEADER]: signature,
    cookie: 'a=b',
  };
  const response = await fetch(url, { method: 'POST', headers, body: text });
  return { status: response.status, text: await response.text() };
}

function lines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('shows a line for each delivery: event, who, verified or why not, answer', async () => {
  const { url, interrupt } = await listening([], { env });
  expect((await deliver(url)).status).toBe(200);
  expect((await deliver(url, `${body}\n`, sign(body, SECRET))).status).toBe(401);
  expect((await deliver(url, 'null', sign('null', SECRET))).status).toBe(200);
  const { code, stdout } = await interrupt();
  expect(code).toBe(0);
  const [first, second, third] = stdout.split('\n');
  expect(first).toMatch(
    /^#1 +\d\d:\d\d:\d\d +contact\.created +Lena Hartigan +verified +200 +\d+ ms$/,
  );
  expect(second).toMatch(/^#2 .*NOT VERIFIED +401 +\d+ ms +trailing newline$/);
  expect(third).toMatch(/^#3 +\S+ +unknown +verified +200 +\d+ ms +no event name$/);
});

test('tells every sender of a failed proof the same', async () => {
  const { url } = await listening([], { env });
  const answers = [
    await deliver(url, body, 'sha256=x'),
    await deliver(url, body, sign(body, 'whsec_guess')),
    await deliver(url, `${body} `, sign(body, SECRET)),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('forwards the exact bytes and the signature, and answers what the endpoint answers', async () => {
  const endpoint = await startEndpoint(503);
  const odd = `${body.slice(0, -1)} , "\\u00e9" : 1.0 }\n`;
  const { url, interrupt } = await listening(['--forward-to', endpoint.url, '--json'], { env });
  const answer = await deliver(url, odd);
  expect(answer).toEqual({ status: 503, text: 'the answer' });
  expect(String(endpoint.received[0]?.body)).toBe(odd);
  expect(endpoint.received[0]?.headers[SIGNATURE_HEADER]).toBe(sign(odd, SECRET));
  expect(endpoint.received[0]?.headers.cookie).toBeUndefined();
  expect(lines((await interrupt()).stdout)).toMatchObject([
    {
      event: 'contact.created',
      outcome: 'event',
      forwarding: { answer: '503', forwardedTo: endpoint.url },
    },
  ]);
});

test('forwards nothing that is not verified or not among --events, unless told to', async () => {
  const endpoint = await startEndpoint();
  const options = ['--forward-to', endpoint.url, '--events', 'meeting.booked,company.created'];
  const choosing = await listening(options, { env });
  expect((await deliver(choosing.url)).status).toBe(200);
  expect((await deliver(choosing.url, body, 'x')).status).toBe(401);
  expect(endpoint.received).toHaveLength(0);
  expect((await choosing.interrupt()).stdout).toContain('not wanted');

  const trusting = await listening(['--no-verify', '--forward-to', endpoint.url]);
  expect((await deliver(trusting.url, body, 'x')).status).toBe(200);
  expect(endpoint.received).toHaveLength(1);
});

test('answers 502 while the endpoint is gone, so that it is sent again', async () => {
  const endpoint = await startEndpoint();
  await endpoint.close();
  const { url } = await listening(['--forward-to', endpoint.url], { env });
  expect(await deliver(url)).toMatchObject({
    status: 502,
    text: expect.stringContaining('ECONNREFUSED'),
  });
});

test('takes only POST, and only so much', async () => {
  const { url } = await listening([], { env });
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url, { method: 'PUT' })).status).toBe(405);
  expect((await deliver(url, new Uint8Array(5 * 1024 * 1024 + 1))).status).toBe(413);
});

test('says what to paste where, and three ways to a public address', async () => {
  const { stderr } = await listening([], { env });
  expect(stderr()).toMatch(/Settings → Webhooks/);
  for (const tunnel of ['cloudflared', 'ngrok', 'tailscale']) expect(stderr()).toContain(tunnel);
  expect(stderr()).not.toContain(SECRET);
});

describe('what it keeps', () => {
  test('is for its owner alone, ignored by git, and removed by clear', async () => {
    const cwd = temporaryProject();
    const { url, interrupt } = await listening([], { cwd });
    await deliver(url);
    const folder = join(cwd, '.kolvera');
    const modes = globSync('*', { cwd: folder }).map(
      (file) => statSync(join(folder, file)).mode & 0o777,
    );
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
    await interrupt();
    await kolvera(['clear'], { cwd });
    expect(existsSync(folder)).toBe(false);
  });

  test('is nothing with --no-keep and a secret of your own', async () => {
    const cwd = temporaryProject();
    const { url, interrupt } = await listening(['--no-keep'], { cwd, env });
    await deliver(url);
    expect((await interrupt()).stdout).toContain('verified');
    expect(existsSync(join(cwd, '.kolvera'))).toBe(false);
  });

  test('outlives the listener and the endpoint, for replay', async () => {
    const cwd = temporaryProject();
    const endpoint = await startEndpoint();
    const first = await listening(['--forward-to', endpoint.url], { cwd, env });
    await deliver(first.url);
    await deliver(first.url, `${body} `);
    await first.interrupt();
    await endpoint.close();

    const refused = await kolvera(['replay', 'last'], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('Nothing listens');

    const again = await startEndpoint(200, Number(new URL(endpoint.url).port));
    const second = await listening(['--forward-to', again.url], { cwd, env });
    const replayed = await kolvera(['replay', 'last'], { cwd });
    expect(replayed.stdout).toMatch(/^200 {2}#2 {2}contact\.created → http/);
    await kolvera(['replay', '1'], { cwd });
    await kolvera(['replay', '--since', '1h'], { cwd });
    expect(again.received.map((one) => String(one.body))).toEqual([
      `${body} `,
      body,
      body,
      `${body} `,
    ]);
    expect(again.received[1]?.headers[SIGNATURE_HEADER]).toBe(sign(body, SECRET));
    await second.interrupt();

    const elsewhere = await startEndpoint();
    const json = await kolvera(['replay', '#1', '--to', elsewhere.url, '--json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({ id: 1, status: 200, url: elsewhere.url });
    expect(String(elsewhere.received[0]?.body)).toBe(body);
  });
});

test.each<[string[], string]>([
  [['last'], 'No deliveries yet'],
  [[], 'Give either a number'],
  [['1', '--since', '1h'], 'Give either a number'],
  [['--since', 'yesterday'], 'Enter a duration'],
])('replay refuses %j', async (argv, message) => {
  const { code, stderr } = await kolvera(['replay', ...argv]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

describe('--register', () => {
  test('subscribes through the API while it listens, and verifies with that secret', async () => {
    const kolveraHere = await startSandbox();
    onTestFinished(() => kolveraHere.close());
    const api = { KOLVERA_API_URL: kolveraHere.baseUrl, KOLVERA_API_KEY: kolveraHere.apiKey };
    const options = ['listen', '--port', '0', '--register', '--events', 'meeting.booked', '--json'];
    const running = start(options, { env: api });
    await printed(running, /Subscribed (\S+) in Kolvera/);
    expect(kolveraHere.webhooks()).toMatchObject([
      { events: ['meeting.booked'], status: 'active' },
    ]);
    const secret = kolveraHere.webhooks()[0]?.secret;
    await kolveraHere.fire('meeting.booked');
    await kolveraHere.settled();
    expect(kolveraHere.deliveries()).toMatchObject([{ status: 'delivered' }]);
    const { stdout, stderr } = await running.interrupt();
    expect(lines(stdout)).toMatchObject([{ outcome: 'event', event: 'meeting.booked' }]);
    expect(kolveraHere.webhooks()).toEqual([]);
    expect(stdout + stderr).not.toContain(secret);
    expect(stdout + stderr).not.toContain(kolveraHere.apiKey);
  });

  test('leaves nothing behind when it cannot subscribe', async () => {
    const refused = await kolvera(['listen', '--port', '0', '--register'], {
      env: { KOLVERA_API_URL: 'http://127.0.0.1:9/v1', KOLVERA_API_KEY: 'kv_x' },
    });
    expect(refused.code).toBe(1);
    expect(refused.stderr).not.toContain('kv_x');
  });

  test('asks for a public address where Kolvera is elsewhere, and says what is assumed', async () => {
    const { code, stderr } = await kolvera(['listen', '--port', '0', '--register'], {
      env: { KOLVERA_API_KEY: 'kv_x', KOLVERA_API_URL: 'https://kolvera.example/v1' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('--url');
    expect(stderr).toContain('Kolvera has published no API');
  });
});
