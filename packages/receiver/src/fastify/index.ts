/** @module Endpoints as a Fastify 5 plugin, with a body parser that stays inside it. */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { RequestReceiver } from '../request-receiver.ts';
import type { ReceiverResponse } from '../response.ts';

export interface KolveraPluginOptions {
  /** A receiver or an inbox. */
  readonly endpoint: RequestReceiver;
  /** The path of the route, after the prefix of the plugin. Default: `/`. */
  readonly path?: string;
}

/**
 * Adds a route for deliveries: `app.register(kolveraPlugin, { endpoint: receiver, path: '/kolvera' })`.
 *
 * Inside the plugin bodies stay raw; the rest of the app keeps its parsers. Unsigned requests are
 * rejected before their body is read.
 */
export const kolveraPlugin: FastifyPluginAsync<KolveraPluginOptions> = async (
  app,
  { endpoint: receiver, path = '/' },
) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: receiver.maxBytes },
    (_request, body, done) => done(null, body),
  );
  app.addHook('onRequest', async ({ method, headers }, reply) => {
    const rejected = receiver.screen({ method, headers });
    if (rejected !== undefined) return send(reply, rejected);
  });
  app.setErrorHandler(async ({ code }: { code?: string }, _request, reply) =>
    send(
      reply,
      receiver.refuse(code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? 'body_too_large' : 'body_incomplete'),
    ),
  );
  app.all(path, async ({ method, headers, body }, reply) =>
    // Without a body Fastify calls no parser.
    send(reply, await receiver.receive({ method, headers, body: (body ?? '') as Buffer | string })),
  );
};

function send(reply: FastifyReply, { status, headers, body }: ReceiverResponse): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
