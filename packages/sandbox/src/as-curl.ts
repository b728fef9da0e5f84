/** @module A delivery as a curl command for a POSIX shell, byte for byte. */

export interface CurlRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The longest body that is written out, in bytes. */
const LONGEST_INLINE = 4 * 1024;

/** @returns the body as text, unless it is too long to read or a terminal could act on it. */
export function inlineText(body: Uint8Array): string | undefined {
  if (body.length > LONGEST_INLINE) return undefined;
  const text = Buffer.from(body).toString('utf8');
  return Buffer.from(text).equals(body) && !/[^\P{Cc}\n\t]/u.test(text) ? text : undefined;
}

/**
 * The command sends the same bytes with the same signature.
 * @param file holds a body that is not written out; without one, the command carries it in base64.
 */
export function asCurl({ url, headers, body }: CurlRequest, file?: string): string {
  const text = inlineText(body);
  // Not --data-binary for text: it would send a file when the body begins with @.
  const data = text === undefined ? `--data-binary @${file ?? '-'}` : `--data-raw ${quote(text)}`;
  const options = Object.entries(headers).map(
    ([name, value]) => `-H ${quote(`${name}: ${value}`)}`,
  );
  const curl = ['curl -i', quote(url), ...options, data].join(' \\\n  ');
  if (text !== undefined || file !== undefined) return curl;
  return `printf %s ${Buffer.from(body).toString('base64')} | base64 -d | ${curl}`;
}

/** Single quotes end, a quoted one follows, and they begin again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
