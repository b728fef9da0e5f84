/** @module Identifiers, keys and secrets: a prefix that says what it is, and randomness. */
import { randomBytes, randomUUID } from 'node:crypto';

type Prefix = 'evt' | 'key' | 'usr' | 'wh' | 'ws';

/** An identifier, `wh_` and 32 hex digits. */
export function newId(prefix: Prefix): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

/** A key or a secret of 256 random bits; the prefix lets secret scanners and people tell it apart. */
export function newSecret(prefix: 'kv_sandbox' | 'kv_control' | 'whsec'): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}
