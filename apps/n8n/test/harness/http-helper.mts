/**
 * @module The harness's version of the request helpers that n8n gives a node, over real HTTP.
 *
 * Strict: an option that it does not know is an error, so that the harness cannot pass what it
 * does not carry out.
 */
import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

const KNOWN: ReadonlySet<string> = new Set<keyof IHttpRequestOptions>([
  'method',
  'url',
  'headers',
  'body',
  'abortSignal',
  'disableFollowRedirect',
  'ignoreHttpStatusErrors',
  'returnFullResponse',
  'encoding',
  'json',
]);

/** As axios does under n8n: a connection error contains the whole request, the key included. */
class RequestFailed extends Error {
  readonly config: { readonly headers: IDataObject };

  constructor(cause: unknown, headers: IDataObject) {
    super(`request failed: ${String(cause)}`);
    this.config = { headers };
  }
}

/** `httpRequest`, with the headers that the credential adds. */
export async function httpRequest(
  options: IHttpRequestOptions,
  credentialHeaders: IDataObject,
): Promise<IN8nHttpFullResponse> {
  const unknown = Object.keys(options).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) throw new TypeError(`unknown request options: ${unknown.join(', ')}`);
  if (!options.disableFollowRedirect || !options.ignoreHttpStatusErrors) {
    throw new TypeError('only requests that hand every answer over are carried out');
  }
  const headers = { ...options.headers, ...credentialHeaders };
  return exchange(options.url, {
    method: options.method ?? 'GET',
    headers,
    body: options.body,
    signal: options.abortSignal,
  });
}

/** `request`, the old helper that credential tests have. */
export async function legacyRequest(options: {
  readonly uri: string;
  readonly method: string;
  readonly headers: IDataObject;
  readonly followRedirect: boolean;
  readonly simple: boolean;
  readonly resolveWithFullResponse: boolean;
  readonly json: boolean;
}): Promise<IN8nHttpFullResponse> {
  const { uri, method, headers, ...rest } = options;
  if (Object.values(rest).join() !== 'false,false,true,false') {
    throw new TypeError(`unexpected options: ${JSON.stringify(rest)}`);
  }
  return exchange(uri, { method, headers, body: undefined, signal: undefined });
}

interface Exchange {
  readonly method: string;
  readonly headers: IDataObject;
  readonly body: unknown;
  readonly signal: unknown;
}

async function exchange(url: string, request: Exchange): Promise<IN8nHttpFullResponse> {
  const { method, headers, body, signal } = request;
  try {
    const response = await fetch(url, {
      method,
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
      redirect: 'manual',
      ...(typeof body === 'string' ? { body } : {}),
      ...(signal instanceof AbortSignal ? { signal } : {}),
    });
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    throw new RequestFailed(error, headers);
  }
}
