/** @module Proof that Kolvera sent a delivery: sign and verify webhook signatures. */
export type { Body } from './body.ts';
export { assertUsableSecret, assertUsableSecrets, type Secrets } from './secrets.ts';
export { type CheckResult, check, fingerprint, sign, verify } from './signature.ts';
export { SignatureError, type SignatureErrorCode } from './signature-error.ts';
export {
  headerFailure,
  SIGNATURE_HEADER,
  type SignatureFailure,
  type SignatureHeader,
} from './signature-header.ts';
