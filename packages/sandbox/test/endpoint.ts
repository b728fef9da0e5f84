/** @module An endpoint that records deliveries and responds as the test says. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface ReceivedDelivery {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CannedResponse {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Readable;
}

export interface TestEndpoint {
  readonly url: string;
  readonly received: ReceivedDelivery[];
  /** Gives the response to a delivery, now or later. */
  answer: (delivery: ReceivedDelivery) => CannedResponse | Promise<CannedResponse>;
  close(): Promise<void>;
}

/** An endpoint that closes when the test has finished. */
export async function openEndpoint(): Promise<TestEndpoint> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const delivery = { path: request.url ?? '', headers: request.headers, body };
    endpoint.received.push(delivery);
    const answer = await endpoint.answer(delivery);
    response.writeHead(answer.status, answer.headers);
    if (answer.body instanceof Readable) answer.body.pipe(response);
    else response.end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const endpoint: TestEndpoint = {
    url: `http://127.0.0.1:${port}/webhook`,
    received: [],
    answer: () => ({ status: 200 }),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  onTestFinished(endpoint.close);
  return endpoint;
}
