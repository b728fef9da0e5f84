/** @module An endpoint for programs outside the test runner. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Listens on every loopback address.
 * @param answer gets each body and gives the status to answer.
 */
export async function listen(answer: (body: string) => number | Promise<number>) {
  const server = createServer(async (request, response) => {
    response.statusCode = await answer(await text(request));
    response.end();
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}/webhook`,
    /** How many connections are open. */
    connections: () =>
      new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
