/** @module Deliveries as Kolvera signs them, sent at a pace that no sandbox sets. */
import { sign } from '@kolvera/signature';

export interface Target {
  readonly url: string;
  readonly secret: string;
}

/** What Kolvera sees: the status and what the body says, or `none` when there was no answer. */
export async function deliver({ url, secret }: Target, id: string): Promise<string> {
  const body = JSON.stringify({ id, event: 'contact.created', data: { contact: { name: 'Ada' } } });
  const headers = { 'content-type': 'application/json', 'x-kolvera-signature': sign(body, secret) };
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
