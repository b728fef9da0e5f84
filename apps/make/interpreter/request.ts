/** @module Sends a definition's request over HTTP and reads the response as the definition says. */
import { DEFAULT_BASE_URL } from '@kolvera/webhook-api';
import { render } from './iml/render.ts';
import { open, type Scope } from './iml/scope.ts';
import { type Collection, isCollection, isTrue, type Value } from './iml/value.ts';
import type { Log } from './log.ts';
import { MakeError } from './make-error.ts';
import { collection, jsonOrText, list, onlyKeys, part, text } from './section.ts';

const directives = [
  ...['url', 'method', 'headers', 'qs', 'type', 'body', 'response', 'log'],
  ...['followRedirects', 'followAllRedirects'],
];
const responseDirectives = [
  'valid',
  'error',
  'iterate',
  'limit',
  'output',
  'data',
  'metadata',
  'uid',
];

export interface RequestContext {
  readonly scope: Scope;
  readonly log: Log;
  /** How long the service may take, in milliseconds. */
  readonly timeout: number;
  /** The app's base section, where the request inherits it. */
  readonly base?: Collection;
  /** Where a local Kolvera is, in place of Kolvera's own address. */
  readonly address?: string;
}

/**
 * @returns the response's directives, evaluated.
 * @throws MakeError what the user reads; ImlError and TypeError for mistakes in the definition.
 */
export async function runRequest(section: Value, context: RequestContext): Promise<Collection> {
  const request = inherit(collection(section, 'A request'), context.base);
  onlyKeys(request, directives, 'A request');
  const { scope, log } = context;
  const sanitize = list(part(request, 'log', 'sanitize') ?? [], 'sanitize').map((path) =>
    text(path, 'A path'),
  );
  const sent = renderRequest(request, scope, context.address);
  const received = await send(sent, request, context).catch((error: unknown) => {
    log.write({ request: sent, error: String(error) }, sanitize);
    throw error;
  });
  log.write({ request: sent, response: received }, sanitize);

  const seen: Scope = {
    ...scope,
    statusCode: open(received.statusCode),
    headers: open(received.headers),
    body: open(received.body),
  };
  const directive = collection(request.response ?? {}, 'The response');
  onlyKeys(directive, responseDirectives, 'A response');
  const { valid, error, iterate, ...rest } = directive;
  const isValid = valid === undefined ? received.statusCode < 400 : isTrue(render(valid, seen));
  if (!isValid) throw refusal(error, received.statusCode, seen);
  if (iterate === undefined) return collection(render(rest, seen), 'The response');
  const all = list(render(iterate, seen), 'What is iterated');
  const items = all.slice(0, Number(rest.limit ?? all.length));
  return { output: items.map((item) => render(rest.output, { ...seen, item: open(item) })) };
}

/** The base section's headers, sanitising and errors, under the request's own. */
function inherit(request: Collection, base: Collection | undefined): Collection {
  if (base === undefined) return request;
  const url = text(request.url, 'The url');
  const baseUrl = url.startsWith('/') ? text(base.baseUrl, 'The base address') : '';
  const paths = [base, request].flatMap((from) =>
    list(part(from, 'log', 'sanitize') ?? [], 'sanitize'),
  );
  return {
    ...request,
    url: baseUrl + url,
    headers: {
      ...collection(base.headers, 'Headers'),
      ...collection(request.headers ?? {}, 'Headers'),
    },
    response: {
      ...collection(base.response, 'Response'),
      ...collection(request.response ?? {}, 'Response'),
    },
    log: { sanitize: paths },
  };
}

type Sent = Collection & { readonly url: string; readonly method: string };

function renderRequest(
  { url, method, headers, qs, body }: Collection,
  scope: Scope,
  local = DEFAULT_BASE_URL,
): Sent {
  const address = new URL(text(render(url, scope), 'The url').replace(DEFAULT_BASE_URL, local));
  for (const [key, value] of Object.entries(collection(render(qs ?? {}, scope), 'qs'))) {
    address.searchParams.append(key, String(value));
  }
  return {
    url: address.href,
    method: text(render(method ?? 'GET', scope), 'The method'),
    headers: render(headers ?? {}, scope),
    body: render(body, scope),
  };
}

interface Received extends Collection {
  readonly statusCode: number;
  readonly headers: Collection;
  readonly body: Value;
}

async function send(
  sent: Sent,
  request: Collection,
  { timeout }: RequestContext,
): Promise<Received> {
  if (request.followRedirects !== false || request.followAllRedirects !== false) {
    throw new TypeError('The interpreter follows no redirects.');
  }
  const headers = new Headers(
    Object.entries(collection(sent.headers, 'Headers')).map(([key, value]) => [key, String(value)]),
  );
  const hasBody = sent.body !== undefined && sent.body !== null && sent.method !== 'GET';
  if (hasBody && request.type !== 'text') headers.set('content-type', 'application/json');
  try {
    const response = await fetch(sent.url, {
      method: sent.method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      ...(hasBody && {
        body: request.type === 'text' ? text(sent.body, 'The body') : JSON.stringify(sent.body),
      }),
    });
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: jsonOrText(await response.text()),
    };
  } catch (error) {
    if (error instanceof TypeError && error.cause === undefined) throw error;
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new MakeError(
      'ConnectionError',
      late
        ? 'The service did not respond in time.'
        : 'The service cannot be reached. Try again later.',
    );
  }
}

/** The message for the status, or the general one. */
export function refusal(error: Value, statusCode: number, scope: Scope): MakeError {
  const general = collection(error, 'The error');
  const own = general[String(statusCode)];
  const { type, message } = isCollection(own) ? own : general;
  return new MakeError(
    text(type ?? 'RuntimeError', 'A type'),
    text(render(message, scope), 'A message'),
  );
}
