/** @module Operations over HTTP: checks the key, the query and the body, and sends the response. */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { UrlTakenError } from '../store/webhooks.ts';
import { requireKey } from './guards.ts';
import { readJsonBody, readQuery, refuseBody } from './input.ts';
import type { Kolvera, Operation } from './operation.ts';
import { Problem } from './problem.ts';

interface Access {
  /** The valid keys. */
  keys(): readonly string[];
  /** Called with the key of each request. */
  noteUse?(key: string): void;
  /** `API key` */
  readonly keyName: string;
}

/** Routes for these operations only. */
export function serveOperations(
  operations: readonly Operation[],
  kolvera: Kolvera,
  { keys, noteUse, keyName }: Access,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const operation of operations.toSorted(byParameters)) {
    app.on(operation.method, operation.path, async (c) => {
      const key = requireKey(c.req.raw.headers, keys(), keyName);
      noteUse?.(key);
      return run(operation, c);
    });
  }
  app.all('*', () => {
    throw new Problem(404, 'Unknown path or method. openapi.yaml lists the operations.');
  });

  async function run({ query, bodyKeys, status, run }: Operation, c: Context): Promise<Response> {
    const given = readQuery(new URL(c.req.url), query);
    const body = bodyKeys ? await readJsonBody(c.req.raw, bodyKeys) : {};
    if (!bodyKeys) await refuseBody(c.req.raw);
    const param = (name: string) => c.req.param(name) ?? '';
    try {
      const result = await run({ param, query: given, body }, kolvera);
      return result === undefined
        ? new Response(null, { status })
        : Response.json(result, { status });
    } catch (error) {
      if (!(error instanceof UrlTakenError)) throw error;
      throw new Problem(409, error.message, { id: error.webhookId });
    }
  }

  return app;
}

/** Hono takes the first matching route: `/webhooks/event-types` goes before `/webhooks/:id`. */
function byParameters(a: Operation, b: Operation): number {
  const parameters = ({ path }: Operation) => path.split(':').length;
  return parameters(a) - parameters(b);
}
