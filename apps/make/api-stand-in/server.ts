/** @module A local stand-in for Make's API over HTTP, for tests and for trying a deployment. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiRequest, Refusal } from './request.ts';
import { answer } from './routes.ts';
import type { StoredApp } from './store.ts';

export type Fault = 401 | 403 | 429 | 500;

export interface MakeApiStandIn {
  /** For MAKE_ZONE. */
  readonly zone: string;
  /** For MAKE_TOKEN. */
  readonly token: string;
  /** Tokens that may only read. */
  readonly readingToken: string;
  readonly apps: StoredApp[];
  /** The writes so far, as `PUT /sdk/apps/…`. */
  readonly writes: readonly string[];
  /** Requests for which this gives a status are answered with it. */
  fault: (request: Pick<ApiRequest, 'method' | 'path'>) => Fault | undefined;
  close(): Promise<void>;
}

/** @param port 0 takes a free one. */
export async function startMakeApi(port = 0): Promise<MakeApiStandIn> {
  const apps: StoredApp[] = [];
  const writes: string[] = [];
  const token = randomUUID();
  const readingToken = randomUUID();

  const handle = (request: ApiRequest, authorization: string | undefined) => {
    const isReader = authorization === `Token ${readingToken}`;
    if (!isReader && authorization !== `Token ${token}`) throw new Refusal(401, 'Unauthorized');
    if (isReader && request.method !== 'GET') throw new Refusal(403, 'Insufficient scope');
    const status = standIn.fault(request);
    if (status !== undefined) throw new Refusal(status, `Planted ${status}`);
    const answered = answer(apps, request);
    if (request.method !== 'GET') writes.push(`${request.method} ${request.path}`);
    return answered;
  };

  const server = createServer(async (incoming, response) => {
    try {
      const request = await read(incoming);
      send(response, handle(request, incoming.headers.authorization));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      send(response, { status, body: { message: error instanceof Error ? error.message : '' } });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });

  const standIn: MakeApiStandIn = {
    zone: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    readingToken,
    apps,
    writes,
    fault: () => undefined,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
  return standIn;
}

async function read(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
  if (!pathname.startsWith('/api/v2/')) throw new Refusal(404, 'Only /api/v2 is here.');
  return {
    method: incoming.method ?? '',
    path: pathname.slice('/api/v2'.length),
    query: searchParams,
    contentType: incoming.headers['content-type'],
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, body }: { status: number; body: unknown }) {
  const isImage = Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': isImage ? 'image/png' : 'application/json' });
  response.end(isImage ? body : JSON.stringify(body));
}
