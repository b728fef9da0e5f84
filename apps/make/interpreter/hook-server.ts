/** @module A local stand-in for hook.make.com: takes deliveries and hands them to their webhook. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handled, IncomingDelivery } from './handle-delivery.ts';
import type { Collection, Value } from './iml/value.ts';

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
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const text = await readBody(request);
    const answer =
      text === undefined
        ? { status: 413, body: 'Payload too large' }
        : (handle(url.pathname.slice(1), {
            method: request.method ?? '',
            query: Object.fromEntries(url.searchParams),
            headers: headersOf(request),
            body: parse(text),
          }) ?? { status: 410, body: 'There is no scenario listening for this webhook.' });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
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

/** undefined when it is longer than Make takes. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_PAYLOAD) chunks.push(chunk);
  }
  return length > MAX_PAYLOAD ? undefined : Buffer.concat(chunks).toString('utf8');
}

function headersOf(request: IncomingMessage): Collection {
  return Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, value]));
}

/** JSON where it is JSON, else text. */
function parse(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
