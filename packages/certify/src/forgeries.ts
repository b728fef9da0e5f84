/** @module Deliveries that Kolvera did not send. */
import { type SignatureFailure, sign } from '@kolvera/signature';
import type { FaultCode } from './fault.ts';

export interface Forged {
  readonly body: string;
  /** Null is a delivery without the header. */
  readonly signature: string | null;
}

export interface Forgery {
  /** Kebab-case, stable. */
  readonly id: string;
  /** Ends the sentence "A delivery … is refused". */
  readonly what: string;
  /** The code that `check` of `@kolvera/signature` returns for it. */
  readonly code: SignatureFailure;
  forge(genuine: { readonly body: string; readonly secret: string }): Forged;
  /** What is wrong with an endpoint that accepts it. */
  readonly fault: FaultCode;
}

/** The genuine body, with a malformed signature. */
function altered(id: string, what: string, fault: FaultCode, alter: (hex: string) => string) {
  return {
    id,
    what,
    code: 'malformed_signature',
    fault,
    forge: ({ body, secret }) => ({ body, signature: alter(sign(body, secret)) }),
  } satisfies Forgery;
}

export const tamperedBody: Forgery = {
  id: 'tampered-body',
  what: 'whose body was changed in transit',
  code: 'mismatch',
  fault: 'ignores_body',
  forge: ({ body, secret }) => ({
    body: body.replace('"event"', '"changed":true,"event"'),
    signature: sign(body, secret),
  }),
};

export const forgeries: readonly Forgery[] = [
  {
    id: 'wrong-secret',
    what: 'signed with another secret',
    code: 'mismatch',
    fault: 'verifies_nothing',
    forge: ({ body }) => ({ body, signature: sign(body, 'whsec_somebody_elses_guess') }),
  },
  {
    id: 'missing-signature',
    what: 'without a signature',
    code: 'missing_signature',
    fault: 'signature_optional',
    forge: ({ body }) => ({ body, signature: null }),
  },
  tamperedBody,
  {
    id: 'signed-compact',
    what: 'whose signature matches the same JSON serialised differently',
    code: 'mismatch',
    fault: 'parses_first',
    forge: ({ body, secret }) => ({
      body: JSON.stringify(JSON.parse(body), null, 2),
      signature: sign(body, secret),
    }),
  },
  altered('empty-signature', 'with an empty signature', 'signature_optional', () => ''),
  altered(
    'malformed-signature',
    'whose signature has something appended',
    'compares_loosely',
    (hex) => `${hex}zz`,
  ),
  altered('cut-signature', 'whose signature is truncated', 'compares_loosely', (hex) =>
    hex.slice(0, 32),
  ),
  altered(
    'prefixed-signature',
    'whose signature has a prefix',
    'strips_prefix',
    (hex) => `sha256=${hex}`,
  ),
  // A no-break space: HTTP keeps it, trim() and strip() remove it.
  altered('padded-signature', 'whose signature is padded', 'trims_header', (hex) => `${hex}\u00a0`),
  altered('garbled-signature', 'whose signature is not hexadecimal', 'verifies_nothing', () =>
    'z'.repeat(64),
  ),
  altered('non-ascii-signature', 'whose signature is not ASCII', 'verifies_nothing', () =>
    'é'.repeat(64),
  ),
];
