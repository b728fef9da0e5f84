/** @module The endpoint of the transcripts and the recording: verifies, and answers in a word. */
import { createServer } from 'node:http';
import { openDelivery } from '@kolvera/delivery';
import { SIGNATURE_HEADER } from '@kolvera/signature';

export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** @param parsesFirst has it make the usual mistake: verify JSON that was parsed and written again. */
export async function startEndpoint(secret: string, parsesFirst = false): Promise<Endpoint> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const signature = request.headers[SIGNATURE_HEADER];
    const raw = Buffer.concat(chunks);
    const body = parsesFirst ? writtenAgain(raw) : raw;
    const { outcome } = openDelivery({ body, signature, secrets: secret });
    response.writeHead(outcome === 'event' ? 200 : 401);
    response.end(outcome === 'event' ? 'thanks' : 'not verified');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/kolvera`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function writtenAgain(body: Buffer): string {
  try {
    return JSON.stringify(JSON.parse(body.toString()));
  } catch {
    return '';
  }
}
