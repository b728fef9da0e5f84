/** @module Signing and verifying over node:crypto, synchronous. */
import { hash, timingSafeEqual } from 'node:crypto';
import { type Body, rawBody } from './body.ts';
import { HmacKey } from './hmac.ts';
import { KeyCache } from './key-cache.ts';
import { assertUsableSecret, type Secrets, secretList } from './secrets.ts';
import {
  type CheckResult,
  MISMATCH,
  readSignature,
  type SignatureHeader,
  VALID,
} from './signature-header.ts';

const keys = new KeyCache<HmacKey>();

// Reused, because two allocations per comparison cost 5% at 1 KB. Nothing here awaits, so no other
// call can write into them between filling and comparing.
const expected = Buffer.alloc(64);
const received = Buffer.alloc(64);

/**
 * Signs a body as Kolvera does: HMAC-SHA256 of the exact bytes, keyed with the secret's UTF-8 bytes.
 *
 * @returns 64 lower-case hex digits, without a prefix.
 * @throws SignatureError `body_already_parsed`, `missing_secret`, `unusable_secret`,
 * `secret_has_whitespace`.
 */
export function sign(body: Body, secret: string): string {
  const raw = rawBody(body);
  return keyOf(secret).hex(raw);
}

/**
 * Whether Kolvera signed exactly this body with one of the secrets, in constant time.
 *
 * @throws SignatureError as `check` does. Nothing that a sender puts into header or body throws.
 */
export function verify(body: Body, header: SignatureHeader, secrets: Secrets): boolean {
  return check(body, header, secrets).ok;
}

/**
 * As `verify`, but says why a delivery is not accepted.
 *
 * Every secret is tried, also after one has matched, so that the time taken tells nothing about
 * which one did.
 *
 * @param header the value of `SIGNATURE_HEADER`: undefined, null, a string or a list of them.
 * @param secrets one secret, or up to five while a rotation is under way.
 * @throws SignatureError `body_already_parsed`, `missing_secret` (also when one among several is
 * empty), `unusable_secret`, `secret_has_whitespace`, `too_many_secrets`; whatever the header holds.
 */
export function check(body: Body, header: SignatureHeader, secrets: Secrets): CheckResult {
  const raw = rawBody(body);
  const usable =
    typeof secrets === 'string' ? keyOf(secrets) : Array.from(secretList(secrets), keyOf);
  const signature = readSignature(header);
  if (typeof signature !== 'string') return signature;
  received.write(signature, 'latin1');
  if (!Array.isArray(usable)) return matches(raw, usable) ? VALID : MISMATCH;
  let matched = false;
  for (const key of usable) matched = matches(raw, key) || matched;
  return matched ? VALID : MISMATCH;
}

/**
 * Names a body by its bytes, for events that carry no id of their own.
 *
 * @returns `sha256:` and 64 lower-case hex digits. It is not proof of who sent the body.
 * @throws SignatureError `body_already_parsed`.
 */
export function fingerprint(body: Body): string {
  return `sha256:${hash('sha256', rawBody(body), 'hex')}`;
}

/** Compares with what `received` holds. */
function matches(raw: string | Uint8Array, key: HmacKey): boolean {
  expected.write(key.hex(raw), 'latin1');
  return timingSafeEqual(expected, received);
}

/** A secret that is in the cache was found usable when it was put there. */
function keyOf(secret: string): HmacKey {
  const cached = keys.get(secret);
  if (cached !== undefined) return cached;
  assertUsableSecret(secret);
  const key = new HmacKey(secret);
  keys.set(secret, key);
  return key;
}
