/** @module Forged deliveries: sent once, as given, and not logged. */
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import type { EndpointResponse, Poster } from './delivery/post.ts';
import { deliveryHeaders } from './delivery/signed-headers.ts';

export interface Forgery {
  readonly url: string;
  readonly body: string | Uint8Array;
  /** Signs the body with this secret; default: unsigned. */
  readonly signWith?: string;
  /** Replaces headers of a delivery; a repeated header is a list. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** @throws Error whose message says why there was no response. */
export function deliverForgery(poster: Poster, forgery: Forgery): Promise<EndpointResponse> {
  const { url, signWith, headers } = forgery;
  const body =
    typeof forgery.body === 'string' ? new TextEncoder().encode(forgery.body) : forgery.body;
  const signature = signWith === undefined ? {} : { [SIGNATURE_HEADER]: sign(body, signWith) };
  return poster.post({ url, body, headers: { ...deliveryHeaders, ...signature, ...headers } });
}
