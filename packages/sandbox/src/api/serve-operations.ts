/** @module Operations over HTTP: checks the key and the fields, and answers, or fails as planted. */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { UrlTakenError } from '../store/webhooks.ts';
import { faultyAnswer, type PlantedFaults } from './faults.ts';
import { requireKey } from './guards.ts';
import { readBody, readQuery, refuseBody } from './input.ts';
import type { Kolvera, Operation } from './operation.ts';
import { Problem } from './problem.ts';
import type { RequestLog } from './request-log.ts';

type Env = { Bindings: HttpBindings };

interface Door {
  /** The keys that are taken. */
  keys(): Iterable<string>;
  /** Is told which of them a request carries. */
  noteUse?(key: string): void;
  /** What the key is called: `API key`. */
  readonly keyName: string;
  readonly faults: PlantedFaults;
  readonly log: RequestLog;
}

/** Routes for these operations, and for nothing else. */
export function serveOperations(
  operations: readonly Operation[],
  kolvera: Kolvera,
  { keys, noteUse, keyName, faults, log }: Door,
): Hono<Env> {
  const app = new Hono<Env>();
  for (const operation of operations.toSorted(byParameters)) {
    app.on(operation.method, operation.path, async (c) => {
      const seen = log.note({ ...lineOf(c), operation: operation.id, status: null });
      const answer = await answerWithFaults(c, operation);
      seen.status = answer?.status ?? null;
      return answer ?? RESPONSE_ALREADY_SENT;
    });
  }
  app.all('*', (c) => {
    log.note({ ...lineOf(c), operation: null, status: 404 });
    return new Problem(
      404,
      'Unknown path or method. openapi.yaml lists the operations.',
    ).toResponse();
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
      const key = requireKey(c.req.raw.headers, keys(), keyName);
      noteUse?.(key);
      const query = readQuery(new URL(c.req.url), operation.query);
      const body = operation.bodyKeys ? await readBody(c.req.raw, operation.bodyKeys) : {};
      if (!operation.bodyKeys) await refuseBody(c.req.raw);
      const param = (name: string) => c.req.param(name) ?? '';
      const { status } = operation;
      const answer = await operation.run({ param, query, body }, kolvera);
      return answer === undefined
        ? new Response(null, { status })
        : Response.json(answer, { status });
    } catch (error) {
      if (error instanceof Problem) return error.toResponse();
      if (error instanceof UrlTakenError) {
        return new Problem(409, error.message, { id: error.webhookId }).toResponse();
      }
      throw error;
    }
  }

  return app;
}

/** Hono takes the first route that fits: `/webhooks/event-types` goes before `/webhooks/:id`. */
function byParameters(a: Operation, b: Operation): number {
  const parameters = ({ path }: Operation) => path.split(':').length;
  return parameters(a) - parameters(b);
}

function lineOf(c: Context): { method: string; path: string } {
  const { pathname, search } = new URL(c.req.url);
  return { method: c.req.method, path: pathname + search };
}
