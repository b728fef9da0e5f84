/** @module Endpoints as a Fastify 5 plugin, with a body parser that stays inside it. */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { ReceiverResponse } from '../answer.ts';
import type { Endpoint } from '../endpoint.ts';

export interface KolveraPluginOptions {
  /** A receiver or an inbox. */
  readonly endpoint: Endpoint;
  /** The path of the route, after the prefix of the plugin. `/` unless set. */
  readonly path?: string;
}

/**
 * Adds a route that takes deliveries: `app.register(kolveraPlugin, { endpoint: receiver, path: '/kolvera' })`.
 *
 * Inside the plugin bodies stay raw; the rest of the app keeps its own parsers. What is not signed is
 * answered before its body is read, and a body that is too large as the endpoint answers it.
 */
export const kolveraPlugin: FastifyPluginAsync<KolveraPluginOptions> = async (
  app,
  { endpoint, path = '/' },
) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: endpoint.maxBytes },
    (_request, body, done) => done(null, body),
  );
  app.addHook('onRequest', async ({ method, headers }, reply) => {
    const refused = endpoint.screen({ method, headers });
    if (refused !== undefined) return send(reply, refused);
  });
  app.setErrorHandler(async ({ code }: { code?: string }, _request, reply) =>
    send(
      reply,
      endpoint.refuse(code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? 'body_too_large' : 'body_incomplete'),
    ),
  );
  app.all(path, async ({ method, headers, body }, reply) =>
    // Without a body Fastify calls no parser.
    send(reply, await endpoint.receive({ method, headers, body: (body ?? '') as Buffer | string })),
  );
};

function send(reply: FastifyReply, { status, headers, body }: ReceiverResponse): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
