/** @module Why a signature does not match: what happened, and how to fix it. */
import { SIGNATURE_HEADER } from '@kolvera/signature';

export interface Cause {
  readonly happened: string;
  readonly remedy: string;
}

const RAW_BODY =
  'Verify the raw body before a JSON parser reads it. In Express: express.raw({ type: "*/*" }) on the route.';
const HEX = `Compare with the hex digest as it is in ${SIGNATURE_HEADER}.`;
const COPY = 'Copy the secret from Kolvera again, with nothing around it.';

export const causes = {
  missing_signature: {
    happened: 'There is no signature.',
    remedy: `Read it from the header ${SIGNATURE_HEADER}. A proxy may drop unknown headers.`,
  },
  unreadable_signature: {
    happened: 'The signature is neither a hex nor a base64 digest.',
    remedy: `Pass the value of ${SIGNATURE_HEADER}: 64 hex digits.`,
  },
  shortened_signature: {
    happened: 'The signature matches as far as it goes, but its end is missing.',
    remedy: 'Pass all 64 hex digits. A database column or a log may have truncated it.',
  },
  signature_white_space: {
    happened: 'The signature matches without the white space or the quotation marks around it.',
    remedy: 'Use the header value as it arrives, without quotes.',
  },
  signature_prefix: {
    happened: 'The signature matches without its prefix.',
    remedy: 'Kolvera sends no prefix such as sha256=. A proxy or your code adds it.',
  },
  signature_base64: {
    happened: 'The signature matches, but it is base64 instead of hex.',
    remedy: `Make the digest in hex. ${HEX}`,
  },
  other_secret: {
    happened: 'It was signed with another secret that is configured here',
    remedy: 'Use that secret, or both during a rotation.',
  },
  secret_white_space: {
    happened: 'The secret that signed it differs in white space or quotation marks around it.',
    remedy: `${COPY} An echo without -n adds a newline; an .env file may keep quotation marks.`,
  },
  secret_decoded: {
    happened:
      'It was signed with a part of the secret, or with the secret decoded from base64 or hex.',
    remedy: 'Use the whole secret as the key, whsec_ included, as UTF-8.',
  },
  written_again: {
    happened: 'The body was parsed and serialised again: the same JSON, spaced differently.',
    remedy: RAW_BODY,
  },
  indented: {
    happened: 'The body was indented, or its indentation was removed, after it was signed.',
    remedy: `${RAW_BODY} A log or an editor may have formatted a saved body.`,
  },
  escaped: {
    happened: 'The body was serialised again with other escapes: \\/ for /, or \\u00e9 for é.',
    remedy: RAW_BODY,
  },
  quoted: {
    happened: 'The body is a JSON string that holds the signed JSON.',
    remedy: 'The body was encoded twice. Verify the inner text, or remove the second encoding.',
  },
  trailing_newline: {
    happened: 'Whitespace at the start or end of the body differs from what was signed.',
    remedy: 'Keep the exact bytes. Editors and echo add a newline; trim() and $(…) remove it.',
  },
  byte_order_mark: {
    happened: 'A byte order mark was added to the body or removed from it after signing.',
    remedy: 'Keep the exact bytes. Text decoders and editors drop or add the mark.',
  },
  line_endings: {
    happened: 'The line endings were changed between CRLF and LF.',
    remedy: 'Keep the exact bytes: no text mode, and no git autocrlf for saved bodies.',
  },
  character_set: {
    happened: 'The body was signed in a different character encoding.',
    remedy:
      'Keep the exact bytes. Do not decode the body and encode it again; PowerShell’s > writes UTF-16.',
  },
  other_algorithm: {
    happened: 'The signature was made with a different algorithm.',
    remedy: 'Use HMAC with SHA-256, keyed with the secret.',
  },
  empty_body: {
    happened: 'The body is empty.',
    remedy: `Something else has already read it. ${RAW_BODY}`,
  },
  not_the_body: {
    happened: 'This is not a body: an object was converted to a string, which lost its content.',
    remedy: RAW_BODY,
  },
  truncated_body: {
    happened: 'The body ends in the middle of its JSON.',
    remedy:
      'Look for a size limit in your server, proxy or log, and for a stream that was only partly read.',
  },
  unknown: {
    happened: 'None of the usual causes applies.',
    remedy:
      'Remaining causes: a secret that is not configured here, a delivery that Kolvera did not send, or a body whose content was changed. Compare the secret with Kolvera’s under Settings → Webhooks.',
  },
} as const satisfies Readonly<Record<string, Cause>>;

export type CauseCode = keyof typeof causes;
