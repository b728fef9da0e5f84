/** @module The header that carries the signature, and how its value is read. */

/** Kolvera publishes `X-Kolvera-Signature`; lower case, as HTTP libraries hand header names over. */
export const SIGNATURE_HEADER = 'x-kolvera-signature';

/** The header's value as HTTP libraries hand it over. */
export type SignatureHeader = string | readonly string[] | null | undefined;

/** Why a delivery was not accepted. Tell it to the endpoint's owner, not to the sender. */
export type SignatureFailure = 'missing_signature' | 'malformed_signature' | 'mismatch';

export type CheckResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: SignatureFailure };

// One object per outcome: a check that allocates nothing is measurably faster on small bodies.
export const VALID: CheckResult = Object.freeze({ ok: true });
const MISSING: CheckResult = Object.freeze({ ok: false, code: 'missing_signature' });
const MALFORMED: CheckResult = Object.freeze({ ok: false, code: 'malformed_signature' });
export const MISMATCH: CheckResult = Object.freeze({ ok: false, code: 'mismatch' });

/** By the code of a character, whether it is a hex digit: 1 or 0. */
const IS_HEX = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[0-9a-f]/i.test(String.fromCharCode(code))),
);

/**
 * The whole value is looked at before it is decoded, because decoders stop in silence at the first
 * character they do not know: Buffer.from(hex + 'zz', 'hex') has 32 bytes too. A regular expression
 * takes twice as long.
 */
function isHex(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    if (IS_HEX[value.charCodeAt(at)] !== 1) return false;
  }
  return true;
}

/**
 * @param header never trusted: whatever it holds, nothing is thrown.
 * @returns the 64 digits in lower case, or why there are none: missing when there is no value,
 * malformed when there are several or the one is anything but 64 hex digits.
 */
export function readSignature(header: SignatureHeader): string | CheckResult {
  const value: unknown = Array.isArray(header) && header.length <= 1 ? header[0] : header;
  if (value === undefined || value === null) return MISSING;
  if (typeof value !== 'string' || value.length !== 64 || !isHex(value)) return MALFORMED;
  return value.toLowerCase();
}

/**
 * What is wrong with a header whatever the body is, so that a request without a signature can be
 * refused before its body is read.
 *
 * @returns undefined when the header is one signature, of which only `check` can tell more.
 */
export function headerFailure(header: SignatureHeader): SignatureFailure | undefined {
  const signature = readSignature(header);
  return typeof signature === 'string' || signature.ok ? undefined : signature.code;
}
