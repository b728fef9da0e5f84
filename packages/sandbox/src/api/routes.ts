/** @module The webhook API over HTTP. */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { UrlTakenError } from '../store/webhooks.ts';
import { faultyAnswer, type PlantedFaults } from './faults.ts';
import { requireKey } from './guards.ts';
import { readBody, readQuery, refuseBody } from './input.ts';
import { logOperations } from './log-operations.ts';
import type { Kolvera, Operation } from './operations.ts';
import { Problem } from './problem.ts';
import type { requestLog } from './request-log.ts';
import { webhookOperations } from './webhook-operations.ts';

type Env = { Bindings: HttpBindings };

// `/webhooks/event-types` stands before `/webhooks/:id`: the first route that fits is taken.
const operations = [...logOperations, ...webhookOperations];

/** The API's routes, to be mounted at its base path. */
export function apiRoutes(
  kolvera: Kolvera,
  faults: PlantedFaults,
  log: ReturnType<typeof requestLog>,
): Hono<Env> {
  const app = new Hono<Env>();
  for (const operation of operations) {
    app.on(operation.method, operation.path, async (c) => {
      const answer = await answerWithFaults(c, operation);
      const { pathname, search } = new URL(c.req.url);
      log.note({
        method: c.req.method,
        path: pathname + search,
        operation: operation.id,
        status: answer?.status ?? null,
      });
      return answer ?? RESPONSE_ALREADY_SENT;
    });
  }
  app.all('*', (c) => {
    const { pathname, search } = new URL(c.req.url);
    log.note({ method: c.req.method, path: pathname + search, operation: null, status: 404 });
    return new Problem(404, 'The API has no such operation.').toResponse();
  });

  /** @returns nothing when the connection was closed instead. */
  async function answerWithFaults(c: Context<Env>, operation: Operation) {
    const fault = faults.take(operation.id);
    const { socket } = c.env.incoming;
    switch (fault) {
      case undefined:
        return answer(c, operation);
      case 'hang':
        await new Promise((resolve) => socket.once('close', resolve));
        return undefined;
      case 'drop_before':
        socket.destroy();
        return undefined;
      case 'drop_after':
        await answer(c, operation);
        socket.destroy();
        return undefined;
      default:
        return faultyAnswer(fault);
    }
  }

  async function answer(c: Context<Env>, operation: Operation): Promise<Response> {
    try {
      requireKey(c.req.raw.headers, kolvera.account.apiKey, 'API key');
      const query = readQuery(new URL(c.req.url), operation.query ?? []);
      const body = operation.bodyKeys ? await readBody(c.req.raw, operation.bodyKeys) : {};
      if (!operation.bodyKeys) await refuseBody(c.req.raw);
      const param = (name: string) => c.req.param(name) ?? '';
      const result = operation.run({ param, query, body }, kolvera);
      return result.body === undefined
        ? new Response(null, { status: result.status })
        : Response.json(result.body, { status: result.status });
    } catch (error) {
      return problemOf(error).toResponse();
    }
  }

  return app;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UrlTakenError)
    return new Problem(409, error.message, { id: error.webhookId });
  throw error;
}
