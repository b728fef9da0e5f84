/** @module Reads a signature in any form: its digest, and what is wrong with the form. */
import type { CauseCode } from './causes.ts';

export interface Signature {
  readonly digest: Buffer;
  /** What is wrong with the form; null for plain hex. */
  readonly fault: CauseCode | null;
}

/** `sha256=`, `v1=`, `t=1700000000,v1=`, `v1,`, `HMAC-SHA256 `. */
const PREFIX = /^(?:t=\d+,)?(?:hmac-)?[a-z]+\d*[=:, ]\s*/i;

/** @returns null when it is no digest of a known algorithm. */
export function readSignature(text: string): Signature | null {
  const bare = text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
  const withoutPrefix = bare.replace(PREFIX, '');
  for (const [value, fault] of [
    [bare, bare === text ? null : 'signature_white_space'],
    [withoutPrefix, 'signature_prefix'],
  ] as const) {
    if (isHex(value)) return { digest: Buffer.from(value, 'hex'), fault };
    if (isBase64(value)) return { digest: Buffer.from(value, 'base64'), fault: 'signature_base64' };
  }
  return null;
}

/** Also half of a digest or more, for one that was truncated. */
function isHex(text: string): boolean {
  return /^(?:[0-9a-f]{2}){16,64}$/i.test(text);
}

/** A digest of SHA-1, SHA-256, SHA-384 or SHA-512, padded or not, in either alphabet. */
function isBase64(text: string): boolean {
  return (
    /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) &&
    [20, 32, 48, 64].includes(Buffer.from(text, 'base64').length)
  );
}
