/** @module A local endpoint: verifies each delivery, stores it, forwards the exact bytes. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import {
  headerReader,
  type OpenedDelivery,
  openDelivery,
  signatureIn,
  type Wanted,
} from '@kolvera/delivery';
import { isUnnamed } from '@kolvera/event-schema';
import { outcomeOf, post } from '../post.ts';
import { diagnose } from '../verify/diagnose.ts';
import type { DeliveryLog, LoggedDelivery } from './delivery-log.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { whoOf } from './who.ts';

/** In bytes; a longer body gets 413. */
const LONGEST_BODY = 5 * 1024 * 1024;

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly store: DeliveryLog;
  /** Called for each delivery, because a subscription adds one. Null verifies nothing. */
  secrets(): readonly string[] | null;
  readonly wanted: Wanted;
  readonly forwardTo: string | undefined;
  readonly timeoutMs: number;
  readonly interrupted: AbortSignal;
  /** A delivery was stored and is now handled. */
  arrived(delivery: LoggedDelivery): void;
  /** A delivery got its response. */
  answered(delivery: LoggedDelivery): void;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** What the sender gets. */
interface ListenerResponse {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** @throws Error with `code` EADDRINUSE or EACCES when the port is not available. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const server = createServer((request, response) => {
    respond(request, options)
      .then((reply) => send(response, reply))
      // The sender disconnected, or the listener is closing.
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  request: IncomingMessage,
  options: ListenerOptions,
): Promise<ListenerResponse> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return plain(200, 'kolvera listen is running. POST deliveries to this URL.');
  }
  if (request.method !== 'POST') return plain(405, 'Use POST.');
  const body = await readAll(request);
  if (body === null) return plain(413, `The body is longer than ${LONGEST_BODY} bytes.`);
  return receive(body, request, options);
}

async function receive(
  body: Buffer,
  request: IncomingMessage,
  options: ListenerOptions,
): Promise<ListenerResponse> {
  const started = performance.now();
  const { store, forwardTo, wanted } = options;
  const secrets = options.secrets();
  const signature = signatureIn(headerReader(request.headers));
  const opened = openDelivery({ headers: request.headers, body, secrets, wanted });
  const [event] = opened.events;
  const id = store.add({
    receivedAt: new Date().toISOString(),
    path: request.url ?? '/',
    headers: forwardedHeaders(textOf(request.headers)),
    body,
    outcome: opened.outcome,
    event: event === undefined ? null : opened.events.map(({ event: name }) => name).join(', '),
    who: event === undefined ? null : whoOf(event),
    why: reasonOf(opened, body, String(signature ?? ''), secrets ?? []),
  });
  options.arrived(kept(store, id));
  const forward = opened.outcome === 'event' ? forwardTo : undefined;
  const reply =
    forward === undefined ? ownResponse(opened) : await relay(kept(store, id), forward, options);
  store.settle(id, {
    forwardedTo: forward ?? null,
    answer: reply.answer,
    ms: Math.max(1, Math.round(performance.now() - started)),
  });
  options.answered(kept(store, id));
  return reply;
}

/** Passes the endpoint's response on to the sender, so that a failure is retried. */
async function relay(
  { headers, body }: LoggedDelivery,
  url: string,
  { timeoutMs, interrupted: signal }: ListenerOptions,
): Promise<ListenerResponse & { readonly answer: string }> {
  const exchange = await post({ url, headers, body, timeoutMs, signal });
  const answer = outcomeOf(exchange);
  if (!('status' in exchange)) {
    return {
      ...plain(502, `The endpoint behind kolvera listen did not respond: ${answer}.`),
      answer,
    };
  }
  const contentType = exchange.contentType ?? 'text/plain';
  return { status: exchange.status, contentType, text: exchange.answer, answer };
}

/** The same response for every unverified delivery: a sender does not learn the reason. */
function ownResponse({ outcome }: OpenedDelivery): ListenerResponse & { readonly answer: string } {
  const status = outcome === 'unverified' ? 401 : outcome === 'unreadable' ? 400 : 200;
  return { ...plain(status, status === 200 ? 'received' : outcome), answer: String(status) };
}

function reasonOf(
  opened: OpenedDelivery,
  body: Uint8Array,
  signature: string,
  secrets: readonly string[],
): string | null {
  if (opened.outcome === 'unverified') return diagnose({ body, signature, secrets }).cause;
  if (opened.outcome === 'unreadable') return opened.code;
  return opened.events.some(isUnnamed) ? 'no_event_name' : null;
}

function kept(store: DeliveryLog, id: number): LoggedDelivery {
  const delivery = store.find(id);
  if (delivery === undefined) throw new TypeError('The delivery was deleted.');
  return delivery;
}

function textOf(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function plain(status: number, text: string): ListenerResponse {
  return { status, contentType: 'text/plain; charset=utf-8', text: `${text}\n` };
}

function send(response: ServerResponse, { status, contentType, text }: ListenerResponse): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(text);
}

/** @returns null for a body that is too long; the rest of it is read and dropped. */
async function readAll(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= LONGEST_BODY) chunks.push(chunk);
  }
  return length > LONGEST_BODY ? null : Buffer.concat(chunks);
}
