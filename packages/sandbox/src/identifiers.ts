/** @module Identifiers, keys and secrets: a prefix and random characters. */
import { randomBytes, randomUUID } from 'node:crypto';

type Prefix = 'evt' | 'key' | 'usr' | 'wh' | 'ws';

/** An identifier, `wh_` and 32 hex digits. */
export function newId(prefix: Prefix): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

/** A key or a secret of 256 random bits, with a prefix that secret scanners recognise. */
export function newSecret(prefix: 'kv_sandbox' | 'kv_control' | 'whsec'): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}
