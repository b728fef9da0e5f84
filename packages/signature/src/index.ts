/** @module Proof that Kolvera sent it, for Node.js. Edge runtimes import `@kolvera/signature/web`. */
export type { Body } from './body.ts';
export { check, fingerprint, sign, verify } from './node.ts';
export { assertUsableSecret, assertUsableSecrets, type Secrets } from './secrets.ts';
export { SignatureError, type SignatureErrorCode } from './signature-error.ts';
export {
  type CheckResult,
  headerFailure,
  SIGNATURE_HEADER,
  type SignatureFailure,
  type SignatureHeader,
} from './signature-header.ts';
