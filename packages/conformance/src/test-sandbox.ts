/** @module A sandbox whose API fails when a test says so, and that records what tests look for. */
import { setTimeout as pause } from 'node:timers/promises';
import { isObject } from '@kolvera/event-schema';
import { type Sandbox, type SandboxOptions, startSandbox } from '@kolvera/sandbox';

/**
 * - `unauthorized`, `rate_limited` (with Retry-After: 2), `server_error`: 401, 429, 500
 * - `html_page`: 502 with a proxy's HTML page
 * - `hang`: no response until the client or the sandbox closes the connection
 * - `drop_before`, `drop_after`: the connection is closed before, or after, the change was made
 */
export type ApiFault = keyof typeof responses | 'hang' | 'drop_before' | 'drop_after';

export interface ApiFaults {
  /** The next `count` requests (all, or only those to `POST /webhooks`, say) meet the fault. */
  next(count: number, fault: ApiFault, only?: string): void;
  /** Removes the faults that are left. */
  clear(): void;
}

export interface TestSandbox extends Sandbox {
  readonly faults: ApiFaults;
  /** The API's requests, oldest first: `POST /webhooks`. */
  requests(): readonly string[];
  /** Every secret that a webhook has, or that the API has returned. */
  secretsEverIssued(): readonly string[];
}

const responses = {
  unauthorized: () => problem(401, 'The API key is missing or wrong.'),
  rate_limited: () => problem(429, 'Too many requests.', { 'retry-after': '2' }),
  server_error: () => problem(500, 'Something went wrong.'),
  html_page: () =>
    new Response('<!doctype html><title>502 Bad Gateway</title>', {
      status: 502,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    }),
};

function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
  return Response.json(
    { type: 'about:blank', status, detail },
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
}

export async function startTestSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  let planted: { fault: ApiFault; only: string | undefined; left: number }[] = [];
  const requests: string[] = [];
  const secrets = new Set<string>();

  function faultOf(request: string): ApiFault | undefined {
    const found = planted.find(({ only, left }) => left > 0 && (only ?? request) === request);
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }

  const sandbox = await startSandbox({
    ...options,
    async middleware(c, next) {
      const request = `${c.req.method} ${c.req.path.replace('/v1', '')}`;
      requests.push(request);
      const fault = faultOf(request);
      const { socket } = c.env.incoming;
      if (fault === 'hang') {
        while (!socket.destroyed) await pause(10);
      } else if (fault === 'drop_before') {
        socket.destroy();
      } else if (fault === undefined || fault === 'drop_after') {
        await next();
        await noteSecret(c.res);
        if (fault === 'drop_after') socket.destroy();
        return undefined;
      } else {
        return responses[fault]();
      }
      return c.body(null);
    },
  });

  async function noteSecret(response: Response): Promise<void> {
    if (!response.ok || response.body === null) return;
    const body: unknown = await response.clone().json();
    if (isObject(body) && typeof body.secret === 'string') secrets.add(body.secret);
  }

  return {
    ...sandbox,
    faults: {
      next(count, fault, only) {
        planted.push({ fault, only, left: count });
      },
      clear() {
        planted = [];
      },
    },
    requests: () => requests,
    secretsEverIssued: () => [
      ...new Set([...secrets, ...sandbox.webhooks().map(({ secret }) => secret)]),
    ],
  };
}
