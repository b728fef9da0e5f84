/** @module What the tests of the definitions share: the interpreter, running the committed app by default. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Collection } from '../interpreter/iml/value.ts';
import { type Make, type MakeOptions, startMake, type Webhook } from '../interpreter/make.ts';
import { readTree } from '../src/tree/read-tree.ts';

/** Closed after the test that calls it. */
export async function withMake(options: Partial<MakeOptions> = {}): Promise<Make> {
  const make = await startMake({ files: await readTree(), timeout: 10_000, ...options });
  onTestFinished(() => make.close());
  return make;
}

export interface StubResponse {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const me = { workspace: { id: 'wsp_1', name: 'Stub' }, user: { id: 'usr_1', name: 'Mia' } };

/**
 * An API that answers `GET /me` correctly and everything else with one response, for responses that
 * the local Kolvera does not give.
 * @param whoIsIt the body for `GET /me`.
 * @returns its base address and the requests it has seen, as `POST /webhooks`.
 */
export async function withStubApi(planned: StubResponse, whoIsIt: unknown = me) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const { status, body, headers }: StubResponse =
      request.url === '/me' ? { status: 200, body: whoIsIt } : planned;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, seen };
}

/** A webhook for all events, to which an API has issued the secret. */
export async function withWebhook(
  make: Make,
  form: Collection = {},
  secret = 'whsec_issued',
): Promise<Webhook> {
  const { baseUrl } = await withStubApi({ status: 201, body: { id: 'whk_1', secret } });
  const connection = await make.connect('kolvera', { apiKey: 'key' }, baseUrl);
  return make.addWebhook('allEvents', form, connection);
}
