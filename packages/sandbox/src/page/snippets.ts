/** @module A delivery as something to paste: a command, a test, a program that sends it again. */

export interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly event: string;
  readonly body: Uint8Array;
}

/** The longest body that is written into a snippet, in bytes. */
const LONGEST_INLINE = 4 * 1024;

/** A body that is too long, or no text, is read from the file that the page offers to download. */
function inline({ body }: Sent): string | undefined {
  if (body.length > LONGEST_INLINE) return undefined;
  const text = Buffer.from(body).toString('utf8');
  return Buffer.from(text).equals(body) && !text.includes('\0') ? text : undefined;
}

/** For a POSIX shell; single quotes end, a quoted one follows, and they begin again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export function asCurl(sent: Sent): string {
  const body = inline(sent);
  const headers = Object.entries(sent.headers).map(
    ([name, value]) => `-H ${quote(`${name}: ${value}`)}`,
  );
  const data = body === undefined ? '--data-binary @body.json' : `--data-raw ${quote(body)}`;
  return ['curl -i', quote(sent.url), ...headers, data].join(' \\\n  ');
}

export function asTypeScriptTest(sent: Sent): string {
  const body = inline(sent);
  const read =
    body === undefined
      ? "readFileSync('body.json')"
      : JSON.stringify(body).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return `import assert from 'node:assert/strict';
${body === undefined ? "import { readFileSync } from 'node:fs';\n" : ''}import { test } from 'node:test';

test(${JSON.stringify(`accepts ${sent.event}`)}, async () => {
  const answer = await fetch(${JSON.stringify(sent.url)}, {
    method: 'POST',
    headers: ${JSON.stringify(sent.headers, null, 2).replaceAll('\n', '\n    ')},
    body: ${read},
  });
  assert.equal(answer.ok, true, \`answered \${answer.status}\`);
});`;
}

export function asPython(sent: Sent): string {
  const body = inline(sent);
  // A JSON string is a Python string too, once what lies outside ASCII is escaped.
  const literal = (text: string) =>
    JSON.stringify(text).replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const bytes =
    body === undefined
      ? 'open("body.json", "rb").read()'
      : `${literal(body)}.encode("utf-16", "surrogatepass").decode("utf-16").encode()`;
  const headers = Object.entries(sent.headers).map(
    ([name, value]) => `    ${literal(name)}: ${literal(value)},`,
  );
  return `import urllib.request

request = urllib.request.Request(
    ${literal(sent.url)},
    method="POST",
    headers={
    ${headers.join('\n    ')}
    },
    data=${bytes},
)
with urllib.request.urlopen(request) as answer:
    print(answer.status, answer.read().decode())`;
}
