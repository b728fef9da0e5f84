/**
 * @module The forgeries that every consumer has to reject, once for all tests. Headers that are
 * malformed in other ways are in the vectors of `@kolvera/signature`.
 */
import { type SignatureFailure, sign } from '@kolvera/signature';

/** What a forger starts from: a genuine delivery, and the secrets it may be signed with. */
export interface Genuine {
  readonly body: string;
  readonly secret: string;
  /** The secret of another webhook of the same workspace. */
  readonly otherSecret: () => string;
}

/** A delivery as somebody else sends it. */
export interface Forged {
  readonly body: string;
  /** The signature's header; none for an unsigned delivery. */
  readonly signature?: string;
}

export interface Forgery {
  readonly id: string;
  /** Completes the sentence "A delivery … is rejected." */
  readonly what: string;
  /** What `check` of `@kolvera/signature` says of it. */
  readonly code: SignatureFailure;
  readonly forge: (genuine: Genuine) => Forged;
}

export const tamperedBody: Forgery = {
  id: 'tampered-body',
  what: 'whose body was changed on the way',
  code: 'mismatch',
  forge: ({ body, secret }) => ({
    body: body.replace('contact.created', 'contact.updated'),
    signature: sign(body, secret),
  }),
};

export const forgeries: readonly Forgery[] = [
  tamperedBody,
  {
    id: 'wrong-secret',
    what: 'signed with another secret',
    code: 'mismatch',
    forge: ({ body }) => ({ body, signature: sign(body, 'whsec_somebody_elses_guess') }),
  },
  {
    id: 'missing-signature',
    what: 'without a signature',
    code: 'missing_signature',
    forge: ({ body }) => ({ body }),
  },
  {
    id: 'malformed-signature',
    what: 'whose right signature has something added',
    code: 'malformed_signature',
    forge: ({ body, secret }) => ({ body, signature: `${sign(body, secret)}zz` }),
  },
  {
    id: 'prefixed-signature',
    what: 'whose right signature has a prefix',
    code: 'malformed_signature',
    forge: ({ body, secret }) => ({ body, signature: `sha256=${sign(body, secret)}` }),
  },
  {
    id: 'foreign-signature',
    what: "signed with another webhook's secret",
    code: 'mismatch',
    forge: ({ body, otherSecret }) => ({ body, signature: sign(body, otherSecret()) }),
  },
];
