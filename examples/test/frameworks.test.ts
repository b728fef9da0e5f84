/**
 * @module Each example as its reader starts it, in the real framework.
 * @slow Starts frameworks and runtimes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createReceiver } from '@kolvera/receiver';
import { createLambdaHandler } from '@kolvera/receiver/lambda';
import { signedDelivery } from '@kolvera/receiver/testing';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mistakes } from './mistakes.ts';
import { started } from './started.ts';

const ROOT = join(import.meta.dirname, '../..');
const SECRET = 'whsec_examples_6f1c2a9e';
const STARTING_MS = 60_000;

/** Sends a request to an example, wherever it runs. */
type Send = (request: Request) => Promise<{ readonly status: number; text(): Promise<string> }>;

/** What every example has to do. */
function behaves(send: () => Send): void {
  const URL = 'https://endpoint.example/kolvera';

  test('a delivery is handled', async () => {
    const response = await send()(
      signedDelivery('contact.created', { secret: SECRET }).toRequest(URL),
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('{"status":"handled"}');
  });

  test('900 KB are handled', async () => {
    const overrides = { id: 'evt_large', data: { notes: 'x'.repeat(900_000) } };
    const large = signedDelivery('contact.created', { secret: SECRET, overrides });
    expect((await send()(large.toRequest(URL))).status).toBe(200);
  });

  test('a forgery is answered 401', async () => {
    const forged = signedDelivery('contact.created', { secret: 'whsec_another' });
    const response = await send()(forged.toRequest(URL));
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('"unverified"');
  });
}

/** The same with something that reads the body before the example does. */
function refusesWhatWasRead(send: () => Send): void {
  test('a body that something read first is answered 500 with what to change', async () => {
    const parsed = signedDelivery('contact.created', { secret: SECRET });
    const response = await send()(parsed.toRequest('https://endpoint.example/kolvera'));
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('"body_already_read"');
  });
}

/** Over real HTTP, to a port of this machine. */
function toPort(port: number): Send {
  return async (request) => {
    const { method, headers } = request;
    return fetch(`http://localhost:${port}/kolvera`, {
      method,
      headers,
      body: await request.arrayBuffer(),
    });
  };
}

describe.each([
  'own-endpoint/endpoint.ts',
  'express/endpoint.ts',
  'express/endpoint-express4.ts',
  'fastify/endpoint.ts',
  'hono/endpoint.ts',
  'koa/endpoint.ts',
  'nest/endpoint.ts',
  'nitro/endpoint.ts',
])('%s', (file) => {
  let child: ChildProcess;
  let send: Send;
  beforeAll(async () => {
    const program = join(ROOT, 'examples', file);
    child = spawn(process.execPath, ['--conditions=@kolvera/source', program], {
      env: { ...process.env, KOLVERA_WEBHOOK_SECRET: SECRET, PORT: '0' },
    });
    send = toPort((await started(child)).port);
  }, STARTING_MS);
  afterAll(() => {
    child?.kill();
  });
  behaves(() => send);
});

describe('workers/endpoint.ts in workerd', () => {
  const workers: Miniflare[] = [];
  /** @returns sends to a Worker that has this module. */
  async function startWorker(contents: string): Promise<Send> {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: join(ROOT, 'examples/workers') },
      bundle: true,
      write: false,
      format: 'esm',
      conditions: ['@kolvera/source'],
      external: ['node:*'],
    });
    const worker = new Miniflare({
      modules: true,
      script: outputFiles[0]?.text ?? '',
      compatibilityDate: '2026-04-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings: { KOLVERA_WEBHOOK_SECRET: SECRET },
    });
    workers.push(worker);
    await worker.ready;
    return async (request) => {
      const { url, method, headers } = request;
      const body = await request.arrayBuffer();
      return worker.dispatchFetch(url, { method, headers: Object.fromEntries(headers), body });
    };
  }

  let send: Send;
  let sendToReading: Send;
  beforeAll(async () => {
    send = await startWorker("export { default } from './endpoint.ts';");
    sendToReading = await startWorker(`
      import worker from './endpoint.ts';
      export default {
        async fetch(request, env) {
          await request.json();
          return worker.fetch(request, env);
        },
      };`);
  }, STARTING_MS);
  afterAll(() => Promise.all(workers.map((worker) => worker.dispose())));
  behaves(() => send);
  refusesWhatWasRead(() => sendToReading);
});

describe('next/app/kolvera/route.ts, called without Next.js', () => {
  let send: Send;
  beforeAll(async () => {
    process.env.KOLVERA_WEBHOOK_SECRET = SECRET;
    send = (await import('../next/app/kolvera/route.ts')).POST;
  });
  behaves(() => send);
  refusesWhatWasRead(() => async (request) => {
    await request.json();
    return send(request);
  });
});

describe('lambda/endpoint.ts, called without AWS', () => {
  let send: Send;
  beforeAll(async () => {
    process.env.KOLVERA_WEBHOOK_SECRET = SECRET;
    const { handler } = await import('../lambda/endpoint.ts');
    send = async (request) => {
      const result = await handler({
        requestContext: { http: { method: request.method } },
        headers: Object.fromEntries(request.headers),
        body: Buffer.from(await request.arrayBuffer()).toString('base64'),
        isBase64Encoded: true,
      });
      return { status: result.statusCode, text: async () => result.body };
    };
  });
  behaves(() => send);

  test('an event whose body was parsed first is answered 500 with what to change', async () => {
    const receiver = createReceiver({ secret: SECRET })
      .onAny(() => {})
      .onError(() => {});
    const { headers, body } = signedDelivery('contact.created', { secret: SECRET });
    const event = { httpMethod: 'POST', headers, body: JSON.parse(body) };
    expect(await createLambdaHandler(receiver)(event)).toMatchObject({
      statusCode: 500,
      body: expect.stringContaining('body_already_parsed'),
    });
  });
});

describe.each(mistakes)('in $framework, a body that something parses first', ({ start }) => {
  test('is answered 500 at once, with what to change, and nothing is handled', async () => {
    let handled = 0;
    const receiver = createReceiver({ secret: SECRET })
      .onAny(() => {
        handled += 1;
      })
      .onError(() => {});
    const { port, stop } = await start(receiver);
    try {
      const { headers, body } = signedDelivery('contact.created', { secret: SECRET });
      const init = { method: 'POST', headers, body };
      const response = await fetch(`http://localhost:${port}/kolvera`, init);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({
        code: expect.stringMatching(/^body_already_(parsed|read)$/),
        message: expect.stringContaining('@kolvera/receiver/fastify'),
      });
      expect(handled).toBe(0);
    } finally {
      await stop();
    }
  });
});
