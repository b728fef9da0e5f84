/**
 * @module Signing and verifying over Web Crypto, for edge runtimes and browsers: the functions of
 * `@kolvera/signature` with the same arguments and the same results, asynchronous. What those throw,
 * these reject with.
 */
import { type Body, rawBody } from './body.ts';
import { KeyCache } from './key-cache.ts';
import { assertUsableSecret, type Secrets, secretList } from './secrets.ts';
import {
  type CheckResult,
  MISMATCH,
  readSignature,
  type SignatureHeader,
  VALID,
} from './signature-header.ts';

export type { Body } from './body.ts';
export { assertUsableSecret, assertUsableSecrets, type Secrets } from './secrets.ts';
export { SignatureError, type SignatureErrorCode } from './signature-error.ts';
export {
  type CheckResult,
  headerFailure,
  SIGNATURE_HEADER,
  type SignatureFailure,
  type SignatureHeader,
} from './signature-header.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const utf8 = new TextEncoder();
const keys = new KeyCache<Key>();

/** As `sign` of `@kolvera/signature`: resolves to 64 lower-case hex digits. */
export async function sign(body: Body, secret: string): Promise<string> {
  const bytes = bytesOf(body);
  return toHex(await crypto.subtle.sign('HMAC', await keyOf(secret), bytes));
}

/** As `verify` of `@kolvera/signature`: whether Kolvera signed exactly this body. */
export async function verify(
  body: Body,
  header: SignatureHeader,
  secrets: Secrets,
): Promise<boolean> {
  return (await check(body, header, secrets)).ok;
}

/** As `check` of `@kolvera/signature`: says why a delivery is not accepted. */
export async function check(
  body: Body,
  header: SignatureHeader,
  secrets: Secrets,
): Promise<CheckResult> {
  const bytes = bytesOf(body);
  const usable = await Promise.all(Array.from(secretList(secrets), keyOf));
  const signature = readSignature(header);
  if (typeof signature !== 'string') return signature;
  const expected = fromHex(signature);
  // subtle.verify compares in constant time; every key is tried.
  const matches = await Promise.all(
    usable.map((key) => crypto.subtle.verify('HMAC', key, expected, bytes)),
  );
  return matches.includes(true) ? VALID : MISMATCH;
}

/** As `fingerprint` of `@kolvera/signature`: `sha256:` and 64 lower-case hex digits. */
export async function fingerprint(body: Body): Promise<string> {
  return `sha256:${toHex(await crypto.subtle.digest('SHA-256', bytesOf(body)))}`;
}

/** A secret that is in the cache was found usable when it was put there. */
async function keyOf(secret: string): Promise<Key> {
  const cached = keys.get(secret);
  if (cached !== undefined) return cached;
  assertUsableSecret(secret);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8.encode(secret), algorithm, false, [
    'sign',
    'verify',
  ]);
  keys.set(secret, key);
  return key;
}

function bytesOf(body: Body): Bytes {
  const raw = rawBody(body);
  if (typeof raw === 'string') return utf8.encode(raw);
  // Web Crypto refuses bytes in shared memory, so those are copied.
  return raw.buffer instanceof ArrayBuffer ? (raw as Bytes) : new Uint8Array(raw);
}

function toHex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(hex: string): Bytes {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
