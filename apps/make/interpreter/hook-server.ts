/** @module A local stand-in for hook.make.com: takes deliveries and hands them to their webhook. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Handled, IncomingDelivery } from './handle-delivery.ts';
import { jsonOrText } from './section.ts';

/** Make's limit for a delivery, in bytes. */
const MAX_PAYLOAD = 5 * 1024 * 1024;

export interface HookServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param handle gets the token in the URL's path; undefined when no webhook has it. */
export async function startHookServer(
  handle: (token: string, delivery: IncomingDelivery) => Handled | undefined,
): Promise<HookServer> {
  const respond = async (request: IncomingMessage): Promise<Pick<Handled, 'status' | 'body'>> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const bytes = await buffer(request);
    if (bytes.length > MAX_PAYLOAD) return { status: 413, body: 'Payload too large' };
    const handled = handle(url.pathname.slice(1), {
      method: request.method ?? '',
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(Object.entries(request.headers)),
      body: jsonOrText(bytes.toString('utf8')),
    });
    return handled ?? { status: 410, body: 'There is no scenario listening for this webhook.' };
  };
  const server = createServer(async (request, response) => {
    const { status, body } = await respond(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
