/** @module HTTP requests as text: raw, or as `curl -v` prints them, where `> ` begins a sent line. */

export interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const REQUEST_LINE = /^(?:> )?[A-Z]+ \S+ HTTP\/\d(?:\.\d)?\r?$/m;

/** @returns every request in the text, in order; empty where it is no HTTP. */
export function parseHttp(text: string): readonly HttpRequest[] {
  const starts = [...text.matchAll(new RegExp(REQUEST_LINE, 'gm'))].map(({ index }) => index);
  return starts.map((start, at) => parseRequest(text.slice(start, starts[at + 1])));
}

function parseRequest(text: string): HttpRequest {
  const isCurl = text.startsWith('> ');
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.replace(/^>/, '').trim() === '');
  const head = lines.slice(1, end === -1 ? undefined : end);
  const rest = end === -1 ? [] : lines.slice(end + 1);
  const headers = Object.fromEntries(head.map(readHeader).filter((header) => header !== undefined));
  const body = isCurl ? rest.filter(isOfBody).join('\n') : cut(rest.join('\n'), headers);
  return { headers, body: isCurl ? body.trim() : body };
}

function readHeader(line: string): readonly [string, string] | undefined {
  const [, name, value] = /^(?:> )?([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
  return name === undefined || value === undefined ? undefined : [name, value];
}

/** `curl -v` mixes what it says (`* `) and what it got (`< `) with bodies, which begin with neither. */
function isOfBody(line: string): boolean {
  return !/^[*<>{}] /.test(line) && !/^[<>]\s*$/.test(line);
}

/** To the length that the head tells. */
function cut(body: string, headers: Readonly<Record<string, string>>): string {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'content-length');
  const length = name === undefined ? Number.NaN : Number(headers[name]);
  if (Number.isNaN(length)) return body.replace(/\r?\n$/, '');
  return Buffer.from(body).subarray(0, length).toString('utf8');
}
