/** @module Deliveries as Kolvera signs them, sent at a pace that no sandbox sets. */
import { sign } from '@kolvera/signature';

export interface Target {
  readonly url: string;
  readonly secret: string;
}

/**
 * @param id of an event of a kind that does not matter.
 * @returns what Kolvera sees: the status and what the body says, or `none` when there was no answer.
 */
export async function deliver(target: Target, id: string): Promise<string> {
  const event = { id, event: 'contact.created', data: { contact: { name: 'Ada' } } };
  return post(target, JSON.stringify(event));
}

/** @param signature the right one unless given; null for none. */
export async function post(
  { url, secret }: Target,
  body: string,
  signature: string | null = sign(body, secret),
): Promise<string> {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (signature !== null) headers.set('x-kolvera-signature', signature);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body });
    const said: Said = JSON.parse(await answer.text());
    return `${answer.status} ${said.status ?? said.code ?? said.message}`;
  } catch {
    return 'none';
  }
}

interface Said {
  readonly status?: string;
  readonly code?: string | number;
  readonly message?: string;
}
