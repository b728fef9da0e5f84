/**
 * @module A call of Kolvera's webhook API as a value, and the transport that carries it.
 *
 * The package does no I/O: Zapier carries requests through z.request, n8n through
 * httpRequestWithAuthentication, our own programs through fetch, and Make's definitions are
 * printed from them. A transport adds the base address and the Authorization header, never
 * follows a redirect, and returns every response, whatever its status.
 */

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface ApiRequest<Value = unknown> {
  /** The operation's id in openapi.yaml: `createWebhook`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the base address as in openapi.yaml: `/webhooks/{id}`. */
  readonly path: string;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: { readonly [key: string]: Json };
  /** Reads the response. @throws KolveraApiError for an error status or another shape. */
  read(response: ApiResponse): Value;
}

/** An HTTP response as text; header names in lower case. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * Sends a request and returns the response. `signal` ends it early.
 * @throws KolveraApiError `unavailable` or `timeout` when there is no response.
 */
export type Transport = (
  request: ApiRequest,
  options: { readonly signal: AbortSignal },
) => Promise<ApiResponse>;
