/** @module What a body may have been when it was signed: undoes one change at a time. */
import type { CauseCode } from './causes.ts';

export interface Variant {
  readonly cause: CauseCode;
  readonly body: Uint8Array;
}

const BOM = '\ufeff';
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The simplest first: a change of white space is not reported as serialised JSON. */
export function* bodyVariants(body: Uint8Array): Generator<Variant> {
  const text = utf8.decode(body);
  // Before white space, because trim() removes the mark too.
  yield variant('byte_order_mark', text.startsWith(BOM) ? text.slice(1) : `${BOM}${text}`);
  yield* whiteSpace(text);
  const unix = text.replaceAll('\r\n', '\n');
  yield variant('line_endings', unix);
  yield variant('line_endings', unix.replaceAll('\n', '\r\n'));
  yield* jsonVariants(text);
  yield* characterSets(body, text);
}

function variant(cause: CauseCode, text: string): Variant {
  return { cause, body: Buffer.from(text) };
}

function* whiteSpace(text: string): Generator<Variant> {
  for (const changed of [
    `${text}\n`,
    `${text}\r\n`,
    text.trimEnd(),
    text.trim(),
    text.replace(/\r?\n$/, ''),
  ]) {
    yield variant('trailing_newline', changed);
  }
}

function* characterSets(body: Uint8Array, text: string): Generator<Variant> {
  const bytes = Buffer.from(body);
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  for (const utf16 of [even, Buffer.from(even).swap16()]) {
    const decoded = utf16.toString('utf16le');
    yield variant('character_set', decoded.startsWith(BOM) ? decoded.slice(1) : decoded);
    const encoded = Buffer.from(text, 'utf16le');
    yield { cause: 'character_set', body: encoded };
    yield { cause: 'character_set', body: Buffer.from(encoded).swap16() };
  }
  yield { cause: 'character_set', body: Buffer.from(text, 'latin1') };
  yield variant('character_set', bytes.toString('latin1'));
}

const LAYOUTS: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value, null, 4),
  (value) => JSON.stringify(value, null, '\t'),
  // Python's json.dumps.
  (value) => spaced(JSON.stringify(value)),
];

const ESCAPES: readonly ((json: string) => string)[] = [
  (json) => json,
  (json) => json.replaceAll('/', '\\/'),
  (json) => escapeAccents(json),
  (json) =>
    escapeAccents(json).replace(
      /\\u[0-9a-f]{4}/g,
      (accent) => `\\u${accent.slice(2).toUpperCase()}`,
    ),
  (json) => escapeAccents(json).replaceAll('/', '\\/'),
];

function* jsonVariants(text: string): Generator<Variant> {
  const value = parsed(text.startsWith(BOM) ? text.slice(1) : text);
  if (value === undefined) return;
  if (typeof value === 'string') {
    yield variant('quoted', value);
    return;
  }
  for (const layout of LAYOUTS) {
    for (const escaped of ESCAPES) {
      const written = escaped(layout(value));
      yield variant(causeOf(text, written), written);
    }
  }
}

function causeOf(text: string, written: string): CauseCode {
  if (withoutEscapes(text.trim()) === withoutEscapes(written)) return 'escaped';
  return text.trim().includes('\n') || written.includes('\n') ? 'indented' : 'written_again';
}

function withoutEscapes(json: string): string {
  return json
    .replaceAll('\\/', '/')
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

function escapeAccents(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A space after each colon and comma outside strings, which are matched whole. */
function spaced(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|[:,]/g, (token) =>
    token.length === 1 ? `${token} ` : token,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
