/**
 * @module The ways in which services write JSON, as expressions: a signature is over one of them, and
 * Make hands over the parsed body only. Other escapes and numbers cannot be written again.
 */

const json = 'createJSON(body)';

function withEach(text: string, from: string, to: string): string {
  return `join(split(${text}, '${from}'), '${to}')`;
}

const slashes = withEach(json, '/', '\\/');
const html = [
  ['&', '\\u0026'],
  ['<', '\\u003c'],
  ['>', '\\u003e'],
].reduce((text, [from = '', to = '']) => withEach(text, from, to), json);

function withNewline(text: string): string {
  return `replace(${text}, '/$/', '\n')`;
}

/** A separator, with the text before it where there is one: separators within texts are passed over. */
const SEPARATOR = '/((?:"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"[^",:]*)?(?:[,:]|$))/g';
const spaced = `trim(replace(${json}, '${SEPARATOR}', '$1 '))`;

/** Compact; PHP; Go and Rails; compact and Go with a newline; Python and PostgreSQL. */
const writings = [json, slashes, html, withNewline(json), withNewline(html), spaced];

/**
 * Whether one of the writings carries the signature. False, and no error, when the secret or the
 * signature is missing.
 */
export function isSigned(signature: string, secret: string): string {
  const carries = writings.map((text) => `lower(${signature}) = sha256(${text}, 'hex', ${secret})`);
  const any = carries.reduceRight((rest, one) => `if(${one}, true, ${rest})`, 'false');
  return `if(${secret} && ${signature}, ${any}, false)`;
}
