/** @module A delivery as something to paste: a test, a program that sends it again. */
import { type CurlRequest, inlineText } from '../as-curl.ts';

export interface Sent extends CurlRequest {
  readonly event: string;
}

export function asTypeScriptTest(sent: Sent): string {
  const body = inlineText(sent.body);
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
  const body = inlineText(sent.body);
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
