/**
 * @module Each adapter beside what a careful programmer writes by hand for the framework: the raw
 * body, its HMAC compared in constant time, JSON.parse, and a handler chosen by the event's name.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createReceiver, type Receiver } from '@kolvera/receiver';
import { kolveraPlugin } from '@kolvera/receiver/fastify';
import { createFetchHandler } from '@kolvera/receiver/fetch';
import { createLambdaHandler } from '@kolvera/receiver/lambda';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import Fastify from 'fastify';
import { type Contest, type Contestant, repeat } from '../contest.ts';
import { inTurn } from '../deliveries.ts';
import { SECRET } from '../peers.ts';

const AT_LEAST = 0.9;
const URL = 'http://127.0.0.1/kolvera';
const HANDLED = { status: 'handled' };

/** By hand: 200, or 401 for a signature that does not match. */
function handleByHand(
  body: Buffer,
  signature: string | null | undefined,
  handle: (event: unknown) => void,
): 200 | 401 {
  const expected = createHmac('sha256', SECRET).update(body).digest();
  const received = Buffer.from(signature ?? '', 'hex');
  if (received.length !== expected.length || !timingSafeEqual(expected, received)) return 401;
  handle(JSON.parse(body.toString()));
  return 200;
}

interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A status is `status` for the web and `statusCode` elsewhere. */
type Answer = { readonly status: number } | { readonly statusCode: number };

type Sender = (handle: () => void) => (delivery: Delivery) => Promise<Answer>;

function deliveries(bodies: readonly string[]): () => Delivery {
  return inTurn(
    bodies.map((text) => {
      const body = Buffer.from(text);
      const headers = {
        'content-type': 'application/json',
        [SIGNATURE_HEADER]: sign(body, SECRET),
      };
      return { headers: { ...headers, 'content-length': String(body.length) }, body };
    }),
  );
}

/** Deliveries in turn; each has to be answered 200 and handled. */
function contestant(name: string, bodies: readonly string[], make: Sender): Contestant {
  let handled = 0;
  const send = make(() => {
    handled += 1;
  });
  const next = deliveries(bodies);
  return {
    name,
    time: repeat(async () => {
      const before = handled;
      const answer = await send(next());
      const status = 'status' in answer ? answer.status : answer.statusCode;
      return status === 200 && handled === before + 1;
    }),
  };
}

/** Without a store, because what is written by hand remembers nothing either. */
function receiver(handle: () => void): Receiver {
  return createReceiver({ secret: SECRET, store: false }).onAny(handle);
}

function contest(
  id: string,
  title: string,
  byHand: readonly [string, Sender],
  ours: readonly [string, Sender],
  bodies: readonly string[],
): Contest {
  return {
    id,
    title,
    baseline: byHand[0],
    contestants: [contestant(byHand[0], bodies, byHand[1]), contestant(ours[0], bodies, ours[1])],
    goals: [{ ours: ours[0], against: [byHand[0]], atLeast: AT_LEAST }],
  };
}

export function adapterContests(bodies: readonly string[]): readonly Contest[] {
  return [
    contest(
      'adapter-fetch',
      'A Request of about 1 KB to a Response',
      [
        'fetch handler by hand',
        (handle) => async (delivery) => {
          const request = toRequest(delivery);
          const body = Buffer.from(await request.arrayBuffer());
          const status = handleByHand(body, request.headers.get(SIGNATURE_HEADER), handle);
          return Response.json(HANDLED, { status });
        },
      ],
      [
        'createFetchHandler',
        (handle) => {
          const answer = createFetchHandler(receiver(handle));
          return (delivery) => answer(toRequest(delivery));
        },
      ],
      bodies,
    ),
    contest(
      'adapter-lambda',
      "A function URL's event of about 1 KB to a result",
      [
        'Lambda by hand',
        (handle) => async (delivery) => {
          const { headers, body } = toLambda(delivery);
          const statusCode = handleByHand(
            Buffer.from(body, 'base64'),
            headers[SIGNATURE_HEADER],
            handle,
          );
          const answerHeaders = { 'content-type': 'application/json' };
          return { statusCode, headers: answerHeaders, body: JSON.stringify(HANDLED) };
        },
      ],
      [
        'createLambdaHandler',
        (handle) => {
          const answer = createLambdaHandler(receiver(handle));
          return (delivery) => answer(toLambda(delivery));
        },
      ],
      bodies,
    ),
    contest(
      'adapter-fastify',
      'A delivery of about 1 KB through Fastify, without a network',
      [
        'Fastify by hand',
        (handle) => {
          const app = Fastify();
          app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) =>
            done(null, body),
          );
          app.post('/kolvera', async ({ body, headers }, reply) => {
            const signature = headers[SIGNATURE_HEADER];
            reply.code(
              handleByHand(body as Buffer, Array.isArray(signature) ? '' : signature, handle),
            );
            return HANDLED;
          });
          return injected(app);
        },
      ],
      [
        'kolveraPlugin',
        (handle) => {
          const app = Fastify();
          app.register(kolveraPlugin, { endpoint: receiver(handle), path: '/kolvera' });
          return injected(app);
        },
      ],
      bodies,
    ),
  ];
}

function toRequest({ headers, body }: Delivery): Request {
  return new Request(URL, { method: 'POST', headers, body: new Uint8Array(body) });
}

function toLambda({ headers, body }: Delivery) {
  const requestContext = { http: { method: 'POST' } };
  return { requestContext, headers, body: body.toString('base64'), isBase64Encoded: true };
}

function injected(app: ReturnType<typeof Fastify>) {
  return ({ headers, body }: Delivery) =>
    app.inject({ method: 'POST', url: '/kolvera', headers, payload: body });
}
