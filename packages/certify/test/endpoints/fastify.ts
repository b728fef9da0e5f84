/** @module A hand-written endpoint on Fastify. */
import Fastify from 'fastify';
import { type HandWritten, type RunningEndpoint, source } from './hand-written.ts';

export async function startFastify(endpoint: HandWritten): Promise<RunningEndpoint> {
  const app = Fastify({ bodyLimit: endpoint.limit, forceCloseConnections: true });
  if (!endpoint.parsesFirst) {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  }
  app.get('/handled', () => String(endpoint.handled()));
  app.post('/kolvera', async (request, reply) => {
    const raw = endpoint.parsesFirst ? JSON.stringify(request.body) : (request.body ?? '');
    const header = request.headers['x-kolvera-signature'];
    const status = await endpoint.receive(
      Buffer.from(raw as string | Buffer<ArrayBuffer>),
      typeof header === 'string' ? header : undefined,
    );
    return reply.code(status).send();
  });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url: `${origin}/kolvera`,
    counter: `${origin}/handled`,
    source,
    stop: () => app.close(),
  };
}
