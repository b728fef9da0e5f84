/**
 * @module A local stand-in for Zapier: hooks.zapier.com, its log server, and one connection with one
 * Zap. It is strict where Zapier is known (docs/zapier-maintainers.md, "What was run"), and says where it guesses.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Lambda, LambdaError, startLambda } from './lambda.ts';

/** Zapier's documented limit for a webhook's payload. */
const MAX_PAYLOAD = 10 * 1024 * 1024;

/** Zapier cuts an error's message here. */
const MAX_MESSAGE = 250;

/** The app promises 20 s, of the 30 s that Zapier gives a method; the rest is a busy machine's. */
const METHOD_TIME_LIMIT_MS = 25_000;

/** What one request to the hook became: a run of the Zap per emitted item, or none. */
interface Run {
  readonly status: 'success' | 'halted' | 'errored';
  readonly items: readonly unknown[];
  readonly error?: ZapierError;
}

/** An error as the Zap's owner meets it. */
class ZapierError extends Error {
  /** The class by which Zapier decides what to do: HaltedError, ExpiredAuthError, …. */
  readonly type: string;
  readonly code: string | undefined;
  /** Seconds until Zapier tries again; of a ThrottledError. */
  readonly delay: number | undefined;

  constructor({ name, message }: LambdaError) {
    // Some classes carry JSON in their message (zapier-platform-core, errors.js).
    const details = /^(AppError|ThrottledError)$/.test(name) ? JSON.parse(message) : { message };
    super(details.message);
    if (this.message.length >= MAX_MESSAGE) throw new RangeError(`Too long: ${this.message}`);
    this.type = name;
    this.code = details.code;
    this.delay = details.delay;
  }
}

export interface ZapierStandIn {
  /** Connects Kolvera: tests these fields and keeps them. @returns the connection's label. */
  connect(authData: Readonly<Record<string, string>>): Promise<string>;
  /** Changes fields of the connection without a test, as Zapier has it after a reconnect. */
  changeConnection(authData: Readonly<Record<string, string>>): void;
  /** Loads samples in the editor. */
  loadSamples(triggerKey: string, inputData?: Record<string, unknown>): Promise<unknown[]>;
  /** Turns the Zap on. Its address stays the same, which is a guess. @returns the address. */
  turnOn(triggerKey: string, inputData?: Record<string, unknown>): Promise<string>;
  /** Turns the Zap off. It is off even when the app's method fails, as Zapier has it. */
  turnOff(): Promise<void>;
  /** Runs an action once. */
  act(createKey: string, inputData: Record<string, unknown>): Promise<unknown>;
  /** Any method of the app with any bundle. */
  call(method: string, bundle?: Record<string, unknown>): Promise<unknown>;
  /** What the requests so far became, once they are worked off. */
  runs(): Promise<readonly Run[]>;
  /** Zapier's logs, the errors shown, and what the process printed. */
  traces(): Promise<string>;
  stop(): Promise<void>;
}

/** @param environment the app's environment variables. */
export async function startZapier(environment: Record<string, string>): Promise<ZapierStandIn> {
  const logs: string[] = [];
  const shown: string[] = [];
  const runs: Run[] = [];
  let working = Promise.resolve();
  let authData: Readonly<Record<string, string>> = {};
  let zap = { isOn: false, triggerKey: 'new_event', inputData: {}, subscribeData: {} };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hookPath = '/hooks/standard/1234567/0a1b2c3d4e5f/';
  const targetUrl = origin + hookPath;
  const lambda = await startLambda({ LOGGING_ENDPOINT: `${origin}/log` });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/log') {
      // Kept as it comes in: the app cuts its log off when the server is slow.
      for await (const chunk of request) logs.push(String(chunk));
      response.end('ok');
      return;
    }
    const body = await buffer(request);
    const status = admit(request, body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: status === 200 ? 'success' : 'error' }));
    // Zapier answers first: what perform makes of the request never reaches the sender.
    if (status === 200) working = working.then(() => perform(request, body));
  }

  function admit(request: IncomingMessage, body: Buffer): number {
    if (request.url?.split('?')[0] !== hookPath) return 404;
    if (!zap.isOn) return 410;
    if (request.method !== 'POST') return 405;
    return body.length > MAX_PAYLOAD ? 413 : 200;
  }

  async function perform(request: IncomingMessage, body: Buffer): Promise<void> {
    const rawRequest = {
      method: request.method,
      querystring: request.url?.split('?')[1] ?? '',
      headers: zapierHeaders(request.rawHeaders),
      content: body.toString('utf8'),
    };
    const { triggerKey, inputData, subscribeData } = zap;
    const bundle = { inputData, subscribeData, targetUrl, rawRequest };
    try {
      const items = await call(`triggers.${triggerKey}.operation.perform`, bundle);
      runs.push({ status: 'success', items: listOf(items) });
    } catch (error) {
      if (!(error instanceof ZapierError)) throw error;
      const status = error.type === 'HaltedError' ? 'halted' : 'errored';
      runs.push({ status, items: [], error });
    }
  }

  async function call(method: string, bundle: Record<string, unknown> = {}): Promise<unknown> {
    const meta = { isLoadingSample: false, limit: -1, page: 0, timezone: 'Australia/Sydney' };
    const whole = { authData, inputData: {}, inputDataRaw: {}, meta, ...bundle };
    const event = { method, bundle: whole, environment, token: 'log-token', isDeveloper: true };
    try {
      return await withinTime(method, lambda.invoke({ command: 'execute', ...event }));
    } catch (error) {
      if (!(error instanceof LambdaError)) throw error;
      shown.push(`${error.name}: ${error.message}`);
      throw new ZapierError(error);
    }
  }

  return {
    call,
    async connect(fields) {
      const account = await call('authentication.test', { authData: fields });
      authData = fields;
      return labelOf(await definition(lambda), account);
    },
    changeConnection(fields) {
      authData = { ...authData, ...fields };
    },
    async loadSamples(triggerKey, inputData = {}) {
      return listOf(await call(`triggers.${triggerKey}.operation.performList`, { inputData }));
    },
    async turnOn(triggerKey, inputData = {}) {
      const bundle = { inputData, targetUrl };
      const data = await call(`triggers.${triggerKey}.operation.performSubscribe`, bundle);
      zap = { isOn: true, triggerKey, inputData, subscribeData: recordOf(data) };
      return targetUrl;
    },
    async turnOff() {
      const { triggerKey, inputData, subscribeData } = zap;
      zap = { ...zap, isOn: false };
      const bundle = { inputData, subscribeData, targetUrl };
      await call(`triggers.${triggerKey}.operation.performUnsubscribe`, bundle);
      zap = { ...zap, subscribeData: {} };
    },
    act: (createKey, inputData) => call(`creates.${createKey}.operation.perform`, { inputData }),
    async runs() {
      await working;
      return runs;
    },
    async traces() {
      await working;
      return [logs.join(''), ...shown, lambda.output(), JSON.stringify(runs)].join('\n');
    },
    async stop() {
      await working;
      await lambda.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Header names as `bundle.rawRequest.headers` has them: Camel-Case behind `Http-`, but for the two
 * that CGI does not prefix (zapier-platform issue 290).
 */
function zapierHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '')
      .toLowerCase()
      .replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
    const key = /^Content-(Type|Length)$/.test(name) ? name : `Http-${name}`;
    const value = rawHeaders[index + 1] ?? '';
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

async function withinTime<T>(method: string, work: Promise<T>): Promise<T> {
  const started = performance.now();
  await work.catch(() => undefined);
  if (performance.now() - started > METHOD_TIME_LIMIT_MS) {
    throw new RangeError(`${method} took longer than the app promises.`);
  }
  return work;
}

async function definition(
  lambda: Lambda,
): Promise<{ authentication: { connectionLabel: string } }> {
  return (await lambda.invoke({ command: 'definition' })) as {
    authentication: { connectionLabel: string };
  };
}

function labelOf(app: { authentication: { connectionLabel: string } }, account: unknown): string {
  const values = recordOf(account);
  return app.authentication.connectionLabel.replace(/\{\{(\w+)\}\}/g, (_, key: string) =>
    String(values[key] ?? ''),
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError('Zapier needs an object here.');
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError('Zapier needs a list here.');
}
