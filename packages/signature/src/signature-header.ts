/** @module The header that carries the signature, and how its value is read. */

/** Kolvera publishes `X-Kolvera-Signature`; lower case, as HTTP libraries pass header names. */
export const SIGNATURE_HEADER = 'x-kolvera-signature';

/** The header's value as HTTP libraries pass it. */
export type SignatureHeader = string | readonly string[] | null | undefined;

type HeaderFailure = 'missing_signature' | 'malformed_signature';

/** Why a delivery is rejected. Tell the endpoint's owner, not the sender. */
export type SignatureFailure = HeaderFailure | 'mismatch';

/**
 * @param header never trusted; nothing in it throws.
 * @returns the 64 digits in lower case, as bytes, or why there are none: missing without a value,
 * malformed for several values or one that is anything but 64 hex digits.
 */
export function readSignature(header: SignatureHeader): Buffer | HeaderFailure {
  const value: unknown = Array.isArray(header) && header.length <= 1 ? header[0] : header;
  if (value === undefined || value === null) return 'missing_signature';
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/i.test(value)) return 'malformed_signature';
  return Buffer.from(value.toLowerCase());
}

/**
 * What is wrong with a header whatever the body is, so that a request without a signature can be
 * rejected before its body is read.
 *
 * @returns undefined when the header is one well-formed signature.
 */
export function headerFailure(header: SignatureHeader): HeaderFailure | undefined {
  const signature = readSignature(header);
  return typeof signature === 'string' ? signature : undefined;
}
