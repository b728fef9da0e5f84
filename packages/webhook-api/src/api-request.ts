/**
 * @module A call of Kolvera's webhook API as a value, and the transport that carries it.
 *
 * The package does no I/O: Zapier carries requests through z.request, n8n through
 * httpRequestWithAuthentication, our own programs through fetch, and Make's definitions are
 * printed from them. A transport adds the base address and the Authorization header, never
 * follows a redirect, and hands back every answer, whatever its status.
 */

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface ApiRequest<Answer = unknown> {
  /** The operation's id in openapi.yaml: `createWebhook`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the base address as in openapi.yaml: `/webhooks/{id}`. */
  readonly path: string;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: { readonly [key: string]: Json };
  /** Whether the same request sent twice does no more than sent once. */
  readonly idempotent: boolean;
  /** Reads the answer. Throws `KolveraApiError` for an error or for an answer of another shape. */
  read(answer: ApiAnswer): Answer;
}

/** An HTTP answer as text; header names in lower case. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * Sends a request and gives back the answer. Throws `KolveraApiError` with `unavailable` or
 * `timeout` when there is no answer. `signal` ends it early.
 */
export type Transport = (
  request: ApiRequest,
  options: { readonly signal: AbortSignal },
) => Promise<ApiAnswer>;
