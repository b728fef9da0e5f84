/** @module Signing and verifying over node:crypto. */
import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type Body, rawBody } from './body.ts';
import { assertUsableSecret, type Secrets, secretList } from './secrets.ts';
import { readSignature, type SignatureFailure, type SignatureHeader } from './signature-header.ts';

export type CheckResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: SignatureFailure };

/** Bounds the memory of a process that serves many workspaces. */
const MAX_KEYS = 256;

const keys = new Map<unknown, KeyObject>();

/**
 * Signs a body as Kolvera does: HMAC-SHA256 of the exact bytes, keyed with the secret's UTF-8 bytes.
 *
 * @returns 64 lower-case hex digits, without a prefix.
 * @throws SignatureError `body_already_parsed`, `missing_secret`, `unusable_secret`,
 * `secret_has_whitespace`.
 */
export function sign(body: Body, secret: string): string {
  const raw = rawBody(body);
  return hmac(raw, keyOf(secret));
}

/**
 * Whether Kolvera signed exactly this body with one of the secrets, in constant time.
 *
 * @throws SignatureError as `check` does. Nothing in a header or body throws.
 */
export function verify(body: Body, header: SignatureHeader, secrets: Secrets): boolean {
  return check(body, header, secrets).ok;
}

/**
 * Like `verify`, but says why a delivery is rejected.
 *
 * Tries every secret, even after one has matched, so that the time taken does not reveal which one
 * did.
 *
 * @param header the value of `SIGNATURE_HEADER`: undefined, null, a string or an array.
 * @param secrets one secret, or up to five during a rotation.
 * @throws SignatureError `body_already_parsed`, `missing_secret` (also when one in the list is
 * empty), `unusable_secret`, `secret_has_whitespace`, `too_many_secrets`; whatever the header holds.
 */
export function check(body: Body, header: SignatureHeader, secrets: Secrets): CheckResult {
  const raw = rawBody(body);
  const candidates = secretList(secrets).map(keyOf);
  const signature = readSignature(header);
  if (typeof signature === 'string') return { ok: false, code: signature };
  let matched = false;
  for (const key of candidates) {
    if (timingSafeEqual(Buffer.from(hmac(raw, key)), signature)) matched = true;
  }
  return matched ? { ok: true } : { ok: false, code: 'mismatch' };
}

/**
 * Identifies a body by its bytes, for events without an id.
 *
 * @returns `sha256:` and 64 lower-case hex digits. It does not prove who sent the body.
 * @throws SignatureError `body_already_parsed`.
 */
export function fingerprint(body: Body): string {
  return `sha256:${hash('sha256', rawBody(body), 'hex')}`;
}

function hmac(raw: string | Uint8Array, key: KeyObject): string {
  return createHmac('sha256', key).update(raw).digest('hex');
}

/** Cached, because creating a key costs a fifth of signing 1 KB. The cache holds usable secrets only. */
function keyOf(secret: unknown): KeyObject {
  const cached = keys.get(secret);
  if (cached !== undefined) return cached;
  assertUsableSecret(secret);
  const key = createSecretKey(secret, 'utf8');
  if (keys.size === MAX_KEYS) keys.clear();
  keys.set(secret, key);
  return key;
}
