/** @module Hostile deliveries: sent once, as given, and recorded nowhere. */
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import type { Answer, Poster } from './delivery/post.ts';
import { deliveryHeaders } from './delivery/signed-headers.ts';

export interface Forgery {
  readonly url: string;
  readonly body: string | Uint8Array;
  /** Signs the body with this secret. Without it, and without the header, it is unsigned. */
  readonly signWith?: string;
  /** Written over the headers that a delivery has; a name twice is a list. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** @throws Error whose message says why there was no answer. */
export function deliverForgery(poster: Poster, forgery: Forgery): Promise<Answer> {
  const { url, signWith, headers } = forgery;
  const body =
    typeof forgery.body === 'string' ? new TextEncoder().encode(forgery.body) : forgery.body;
  const signature = signWith === undefined ? {} : { [SIGNATURE_HEADER]: sign(body, signWith) };
  return poster.post({ url, body, headers: { ...deliveryHeaders, ...signature, ...headers } });
}
