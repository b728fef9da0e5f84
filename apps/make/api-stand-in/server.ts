/** @module A local stand-in for Make's API over HTTP, for tests of a deployment. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ApiRequest, makeApi, Refusal, type StoredApp } from './routes.ts';

export type MakeApiStandIn = Awaited<ReturnType<typeof startMakeApi>>;

export async function startMakeApi() {
  const apps: StoredApp[] = [];
  const writes: string[] = [];
  const token = randomUUID();
  const respond = makeApi(apps);

  const handle = (request: ApiRequest, authorization: string | undefined) => {
    const isRead = request.route.startsWith('GET ');
    if (authorization !== `Token ${token}`) throw new Refusal(401, 'Unauthorized');
    const status = standIn.fault(request.route);
    if (status !== undefined) throw new Refusal(status, `Planted ${status}`);
    const body = respond(request);
    if (!isRead) writes.push(request.route);
    return body;
  };

  const server = createServer(async (incoming, response) => {
    const send = (status: number, body: unknown) => {
      const isImage = Buffer.isBuffer(body);
      response.writeHead(status, { 'content-type': isImage ? 'image/png' : 'application/json' });
      response.end(isImage ? body : JSON.stringify(body));
    };
    try {
      send(200, handle(await read(incoming), incoming.headers.authorization));
    } catch (error) {
      send(error instanceof Refusal ? error.status : 500, { message: String(error) });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const standIn = {
    /** For MAKE_ZONE. */
    zone: `127.0.0.1:${port}`,
    /** For MAKE_TOKEN. */
    token,
    apps,
    /** The writes so far, as `PUT /sdk/apps/…`. */
    writes: writes as readonly string[],
    /** Gives the status to refuse a request with: `GET /sdk/apps`. */
    fault: (_: string): number | undefined => undefined,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}

async function read(incoming: IncomingMessage): Promise<ApiRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
  if (!pathname.startsWith('/api/v2/')) throw new Refusal(404, 'Only /api/v2 is here.');
  return {
    route: `${incoming.method} ${pathname.slice('/api/v2'.length)}`,
    query: searchParams,
    contentType: incoming.headers['content-type'],
    body: await buffer(incoming),
  };
}
