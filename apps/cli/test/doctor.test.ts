import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { describeOwner } from '@kolvera/webhook-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { examine } from '../src/examining/examine.ts';
import { startEndpoint } from './endpoint.ts';
import { kolvera } from './kolvera.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  for (const { id } of sandbox.webhooks()) {
    await kolvera(['webhooks', 'delete', id], { env: account() });
  }
});
afterAll(() => sandbox.close());

const account = () => ({ KOLVERA_API_URL: sandbox.baseUrl, KOLVERA_API_KEY: sandbox.apiKey });
const doctor = (...argv: string[]) => kolvera(['doctor', ...argv], { env: account() });
const n8n = describeOwner({ connector: 'n8n', installation: 'workflow-7' }, 'New leads');

async function fire(): Promise<void> {
  await sandbox.fire('contact.created');
  await sandbox.settled();
}

/** The complaints of each webhook, by its URL. */
async function complaintsOf(...argv: string[]) {
  const { stdout } = await doctor('--json', ...argv);
  const { webhooks } = JSON.parse(stdout);
  return Object.fromEntries(
    webhooks.map((one: { webhook: { url: string }; complaints: { code: string }[] }) => [
      one.webhook.url,
      one.complaints.map(({ code }) => code),
    ]),
  );
}

/** Refuses what is unsigned, as an endpoint that verifies does. */
const verifying = () =>
  startEndpoint(({ headers }) => (headers['x-kolvera-signature'] ? 200 : 401));

test('webhooks whose deliveries arrive are well, and the code is 0', async () => {
  expect((await doctor()).stdout).toBe('There are no webhooks.\n');
  const endpoint = await verifying();
  sandbox.addWebhook({ url: endpoint.url, description: n8n });
  expect((await doctor()).stdout).toContain('no deliveries yet');
  await fire();
  const { code, stdout } = await doctor('--probe');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ wh_\w+ {2}http\S+ {2}n8n, 1 of the last 1 arrived\n/);
  expect(stdout).toMatch(/\nNothing is wrong with them\. Nothing was changed\.\n$/);
});

test('what is disabled, fails, or has lost its consumer is told, with what to do', async () => {
  const failing = await startEndpoint(500);
  const refusing = await startEndpoint(401);
  const left = await startEndpoint(404);
  const stopped = await startEndpoint();
  const off = await startEndpoint();
  sandbox.addWebhook({ url: failing.url, description: n8n });
  sandbox.addWebhook({ url: refusing.url });
  sandbox.addWebhook({ url: left.url, description: n8n });
  const { id } = sandbox.addWebhook({ url: stopped.url, description: n8n });
  sandbox.disable(sandbox.addWebhook({ url: off.url }).id);
  await stopped.close();
  await fire();
  const before = JSON.stringify(sandbox.webhooks());

  expect(await complaintsOf()).toEqual({
    [failing.url]: ['failing'],
    [refusing.url]: ['failing'],
    [left.url]: ['abandoned'],
    [stopped.url]: ['abandoned'],
    [off.url]: ['disabled'],
  });
  const { code, stdout } = await doctor();
  expect(code).toBe(1);
  expect(stdout).toContain(
    '    Its last delivery failed.\n    Seen: 1 of the last 1 failed, the newest with 500; Kolvera tries again.\n',
  );
  expect(stdout).toContain('It was made for n8n (workflow-7), and nothing takes its deliveries');
  expect(stdout).toContain(`kolvera webhooks delete ${id}\n`);
  expect(stdout).toContain('does not accept the signature');
  expect(stdout).toMatch(/\n5 of 5 need attention\. Nothing was changed\.\n$/);
  expect(JSON.stringify(sandbox.webhooks())).toBe(before);
  for (const { secret } of sandbox.webhooks()) expect(stdout).not.toContain(secret);
});

test('--probe asks each URL, and tells which answers wrongly', async () => {
  const right = await verifying();
  const open = await startEndpoint(200);
  const moved = await startEndpoint(301);
  const left = await startEndpoint(410);
  for (const { url } of [right, open, moved]) sandbox.addWebhook({ url });
  sandbox.addWebhook({ url: left.url, description: n8n });
  expect(await complaintsOf()).toEqual({
    [right.url]: [],
    [open.url]: [],
    [moved.url]: [],
    [left.url]: [],
  });
  expect(right.received).toHaveLength(0);
  expect(await complaintsOf('--probe')).toEqual({
    [right.url]: [],
    [open.url]: ['accepts_unsigned'],
    [moved.url]: ['answers_wrongly'],
    [left.url]: ['abandoned'],
  });
  expect(right.received).toHaveLength(1);
  expect((await doctor('--probe')).stdout).toContain('Give the address that it leads to.');
});

const webhook = (id: string, url: string) => ({
  webhook: {
    id,
    url,
    events: ['*'],
    description: null,
    status: 'active' as const,
    created_at: null,
  },
  deliveries: [],
});
const codes = (local: boolean, ...urls: string[]) =>
  examine(
    urls.map((url, index) => webhook(`wh_${index}`, url)),
    local,
  ).map(({ complaints }) => complaints.map(({ code }) => code));

test('two spellings of one URL are one address', () => {
  const urls = ['https://a.example/x', 'https://A.example:443/y/../x', 'https://a.example/z'];
  expect(codes(false, ...urls)).toEqual([['duplicate'], ['duplicate'], []]);
});

test('an address that Kolvera cannot reach is told, except to a local Kolvera', () => {
  const urls = ['http://127.0.0.1:3000/', 'http://shop.example/', 'not a URL'];
  expect(codes(false, ...urls)).toEqual([['unreachable'], ['unreachable'], ['unreachable']]);
  expect(codes(true, ...urls)).toEqual([[], ['unreachable'], ['unreachable']]);
});

test('says at each call elsewhere that the API is assumed', async () => {
  const { stderr } = await kolvera(['doctor'], {
    env: { KOLVERA_API_URL: 'https://127.0.0.1.invalid/v1', KOLVERA_API_KEY: 'kv_x' },
  });
  expect(stderr).toContain('Kolvera has published no API for webhooks');
  expect(stderr).not.toContain('kv_x');
});
