/**
 * @module Diagnoses why a signature does not match, by undoing the usual causes one at a time until it
 * does.
 */
import { createHash, createHmac } from 'node:crypto';
import { bodyVariants } from './body-variants.ts';
import { type CauseCode, causes } from './causes.ts';
import { readSignature } from './read-signature.ts';

export interface Evidence {
  readonly body: Uint8Array;
  readonly signature: string | undefined;
  /** The secrets that should have signed it. */
  readonly secrets: readonly string[];
  /** Other secrets that are configured here, by their source. */
  readonly others?: Readonly<Record<string, string>>;
}

export interface Diagnosis {
  readonly cause: CauseCode;
  readonly happened: string;
  readonly remedy: string;
  /** Whether undoing the cause makes the signature match. Otherwise it is a guess from the body. */
  readonly proven: boolean;
}

type Key = string | Uint8Array;

const ALGORITHMS: Readonly<Record<string, (body: Uint8Array, secret: string) => Buffer>> = {
  'HMAC with SHA-1': (body, secret) => createHmac('sha1', secret).update(body).digest(),
  'HMAC with SHA-384': (body, secret) => createHmac('sha384', secret).update(body).digest(),
  'HMAC with SHA-512': (body, secret) => createHmac('sha512', secret).update(body).digest(),
  'HMAC with MD5': (body, secret) => createHmac('md5', secret).update(body).digest(),
  'plain SHA-256 of the body': (body) => createHash('sha256').update(body).digest(),
  'plain SHA-256 of secret and body': (body, secret) =>
    createHash('sha256').update(secret).update(body).digest(),
  'plain SHA-256 of body and secret': (body, secret) =>
    createHash('sha256').update(body).update(secret).digest(),
};

/** For a delivery whose signature matches none of its secrets. */
export function diagnose({ body, signature: header, secrets, others = {} }: Evidence): Diagnosis {
  if (header === undefined || header === '') return found('missing_signature');
  const signature = readSignature(header);
  if (signature === null) return suspected(body) ?? found('unreadable_signature');
  const { digest } = signature;
  const matches = (key: Key, tried: Uint8Array = body) => hmac(tried, key).equals(digest);

  for (const secret of secrets) {
    if (matches(secret)) return found(signature.fault ?? 'unknown');
    if (digest.length < 32 && hmac(body, secret).subarray(0, digest.length).equals(digest)) {
      return found('shortened_signature');
    }
  }
  for (const [source, secret] of Object.entries(others)) {
    if (matches(secret)) return found('other_secret', `: the one from ${source}.`);
  }
  for (const secret of secrets) {
    for (const { cause, key } of secretVariants(secret)) if (matches(key)) return found(cause);
  }
  for (const { cause, body: variant } of bodyVariants(body)) {
    if (secrets.some((secret) => matches(secret, variant))) return found(cause);
  }
  for (const secret of secrets) {
    for (const [name, digestOf] of Object.entries(ALGORITHMS)) {
      if (digestOf(body, secret).equals(digest)) return found('other_algorithm', `: ${name}.`);
    }
  }
  return suspected(body) ?? { ...found('unknown'), proven: false };
}

function hmac(body: Uint8Array, key: Key): Buffer {
  return createHmac('sha256', key).update(body).digest();
}

function* secretVariants(secret: string): Generator<{ cause: CauseCode; key: Key }> {
  const bare = secret.trim().replace(/^(["'])(.*)\1$/s, '$2');
  const around = [
    bare,
    `${bare}\n`,
    `${bare}\r\n`,
    `${bare} `,
    ` ${bare}`,
    `"${bare}"`,
    `'${bare}'`,
  ];
  for (const key of around) yield { cause: 'secret_white_space', key };
  const inner = bare.replace(/^whsec_/, '');
  const decoded = [
    inner,
    ...[inner, bare].flatMap((text) => [Buffer.from(text, 'base64'), Buffer.from(text, 'hex')]),
  ];
  for (const key of decoded) yield { cause: 'secret_decoded', key };
}

/** A cause that the body suggests and that cannot be undone. */
function suspected(body: Uint8Array): Diagnosis | null {
  const text = Buffer.from(body).toString('utf8').trim();
  const cause = lookOf(text);
  return cause === null ? null : { ...found(cause), proven: false };
}

function lookOf(text: string): CauseCode | null {
  if (text === '') return 'empty_body';
  if (text === '[object Object]' || text === 'undefined' || text === 'null') return 'not_the_body';
  return endsEarly(text) ? 'truncated_body' : null;
}

/** Whether JSON begins, and ends within a string or before every bracket is closed. */
function endsEarly(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  const outside = text.replace(/"(?:[^"\\]|\\.)*"/gs, '');
  const opened = outside.match(/[[{]/g)?.length ?? 0;
  const closed = outside.match(/[\]}]/g)?.length ?? 0;
  return outside.includes('"') || opened > closed;
}

function found(cause: CauseCode, detail?: string): Diagnosis {
  const { happened, remedy } = causes[cause];
  return {
    cause,
    happened: detail === undefined ? happened : `${happened.replace(/\.$/, '')}${detail}`,
    remedy,
    proven: true,
  };
}
