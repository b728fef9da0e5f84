/**
 * @module Each adapter and what a careful programmer writes by hand for the framework: the raw body,
 * its HMAC compared in constant time, and JSON.parse.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createReceiver } from '@kolvera/receiver';
import { kolveraPlugin } from '@kolvera/receiver/fastify';
import { createFetchHandler } from '@kolvera/receiver/fetch';
import { createLambdaHandler } from '@kolvera/receiver/lambda';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import Fastify, { type FastifyInstance } from 'fastify';
import { inTurn, sampleBodies, signed } from '../bodies.ts';
import { type Contest, check } from '../contest.ts';
import { SECRET } from '../peers.ts';

const HANDLED = { status: 'handled' };

type Sample = ReturnType<typeof signed>;

/** Sends a sample through an adapter. @returns the status of the response. */
type Send = (sample: Sample) => Promise<number>;

export function fetchContest(): Contest {
  const handler = createFetchHandler(receiver());
  const ours: Send = async (sample) => (await handler(toRequest(sample))).status;
  return contest('createFetchHandler', ours, async (sample) => {
    const request = toRequest(sample);
    const body = Buffer.from(await request.arrayBuffer());
    const status = handle(body, request.headers.get(SIGNATURE_HEADER));
    return Response.json(HANDLED, { status }).status;
  });
}

export function lambdaContest(): Contest {
  const handler = createLambdaHandler(receiver());
  const ours: Send = async (sample) => (await handler(toLambda(sample))).statusCode;
  return contest('createLambdaHandler', ours, async (sample) => {
    const { headers, body } = toLambda(sample);
    const statusCode = handle(Buffer.from(body, 'base64'), headers[SIGNATURE_HEADER]);
    const json = { 'content-type': 'application/json' };
    return { statusCode, headers: json, body: JSON.stringify(HANDLED) }.statusCode;
  });
}

/** Without a network. */
export function fastifyContest(): Contest {
  const ours = Fastify();
  ours.register(kolveraPlugin, { endpoint: receiver(), path: '/kolvera' });
  const byHand = Fastify();
  byHand.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_, body, done) =>
    done(null, body),
  );
  byHand.post<{ Body: Buffer }>('/kolvera', async ({ body, headers }, reply) => {
    reply.code(handle(body, String(headers[SIGNATURE_HEADER])));
    return HANDLED;
  });
  return contest('kolveraPlugin', injector(ours), injector(byHand));
}

function contest(name: string, ours: Send, byHand: Send): Contest {
  const contestant = (name: string, send: Send) => {
    const next = inTurn(sampleBodies().map(signed));
    return { name, job: async () => check((await send(next())) === 200) };
  };
  return {
    ours: contestant(name, ours),
    rivals: [{ ...contestant('by hand', byHand), atLeast: 0.8 }],
  };
}

/** Without a store, because what is written by hand remembers nothing either. */
function receiver() {
  return createReceiver({ secret: SECRET, store: false }).onAny(() => {});
}

/** By hand. @returns the status: 401 for a signature that does not match. */
function handle(body: Buffer, signature: string | null): number {
  const expected = createHmac('sha256', SECRET).update(body).digest();
  const received = Buffer.from(signature ?? '', 'hex');
  if (received.length !== expected.length || !timingSafeEqual(expected, received)) return 401;
  return 'event' in JSON.parse(body.toString()) ? 200 : 400;
}

function toRequest({ headers, body }: Sample): Request {
  const init = { method: 'POST', headers, body: new Uint8Array(body) };
  return new Request('http://127.0.0.1/kolvera', init);
}

function toLambda({ headers, body }: Sample) {
  const requestContext = { http: { method: 'POST' } };
  return { requestContext, headers, body: body.toString('base64'), isBase64Encoded: true };
}

function injector(app: FastifyInstance): Send {
  return async ({ headers, body: payload }) =>
    (await app.inject({ method: 'POST', url: '/kolvera', headers, payload })).statusCode;
}
