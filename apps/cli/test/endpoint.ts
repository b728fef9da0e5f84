/** @module An endpoint that answers as a test wants, and remembers what it was sent. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface TestEndpoint {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** @param status of every answer, or what decides it. @param port a free one unless given. */
export async function startEndpoint(
  status: number | ((received: Received) => number) = 200,
  port = 0,
): Promise<TestEndpoint> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = { headers: request.headers, body: Buffer.concat(chunks) };
    received.push(one);
    response.writeHead(typeof status === 'number' ? status : status(one));
    response.end('the answer');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}/kolvera`, received, close };
}
