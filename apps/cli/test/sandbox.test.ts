import { SIGNATURE_HEADER, verify } from '@kolvera/signature';
import { expect, test } from 'vitest';
import { startEndpoint } from './endpoint.ts';
import { kolvera, printed, start, temporaryProject } from './kolvera.ts';

interface Printed {
  readonly baseUrl: string;
  readonly apiKey: string;
}

async function started(cwd: string): Promise<Printed & { interrupt(): Promise<unknown> }> {
  const running = start(['sandbox', '--port', '0', '--json'], { cwd });
  while (!running.stdout().includes('\n')) await new Promise((done) => setTimeout(done, 5));
  return { ...JSON.parse(running.stdout()), interrupt: running.interrupt };
}

test('runs a local Kolvera, whose webhooks and keys outlive it', async () => {
  const cwd = temporaryProject();
  const first = await started(cwd);
  const env = { KOLVERA_API_URL: first.baseUrl, KOLVERA_API_KEY: first.apiKey };
  await kolvera(['webhooks', 'add', '--url', 'https://example.com/kolvera'], { cwd, env });
  await first.interrupt();

  const second = await started(cwd);
  expect(second.apiKey).toBe(first.apiKey);
  const listed = await kolvera(['webhooks', 'list'], {
    cwd,
    env: { ...env, KOLVERA_API_URL: second.baseUrl },
  });
  expect(listed.stdout).toContain('https://example.com/kolvera');
  await second.interrupt();
});

test('with a listener: four steps with the real values, and a line for each delivery', async () => {
  const endpoint = await startEndpoint();
  const running = start(['sandbox', '--port', '0', '--no-keep', '--forward-to', endpoint.url]);
  const secret = await printed(running, /KOLVERA_WEBHOOK_SECRET=(whsec_\S+)/);
  const key = await printed(running, /control key: (\S+)/);
  const url = await printed(running, /curl -s (\S+\/fire)/);
  for (const step of ['1  Open', '2  Fire', '3  Watch', '4  Your endpoint']) {
    expect(running.stderr()).toContain(step);
  }
  const fired = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{"event":"contact.created"}',
  });
  expect(fired.ok).toBe(true);
  while (!running.stdout().includes('\n')) await new Promise((done) => setTimeout(done, 5));
  expect(running.stdout()).toMatch(/contact\.created +Lena Hartigan +verified +200/);
  const [forwarded] = endpoint.received;
  const signature = forwarded?.headers[SIGNATURE_HEADER];
  expect(verify(forwarded?.body ?? '', signature, secret)).toBe(true);
  expect((await running.interrupt()).code).toBe(0);
});

test('the listener keeps its secret over a restart, whatever its port', async () => {
  const cwd = temporaryProject();
  const secrets: string[] = [];
  for (let i = 0; i < 2; i += 1) {
    const running = start(['sandbox', '--port', '0', '--listen'], { cwd });
    secrets.push(await printed(running, /KOLVERA_WEBHOOK_SECRET=(whsec_\S+)/));
    await running.interrupt();
  }
  expect(secrets[1]).toBe(secrets[0]);
});

test('says when its port is taken', async () => {
  const endpoint = await startEndpoint();
  const { port } = new URL(endpoint.url);
  const { code, stderr } = await kolvera(['sandbox', '--port', port, '--no-keep']);
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is in use`);
});
