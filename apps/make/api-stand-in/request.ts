/** @module What the stand-in is asked, and reads of a body: what it does not expect is refused. */

export interface ApiRequest {
  readonly method: string;
  /** Below `/api/v2`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** An answer that is an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Keys {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

/** A JSON body that has these keys and no other. @throws Refusal */
export function fields(
  request: ApiRequest,
  { required = [], optional = [] }: Keys,
): Record<string, unknown> {
  if (request.contentType !== 'application/json')
    throw new Refusal(415, 'A body is application/json.');
  const body: Record<string, unknown> = JSON.parse(request.body.toString('utf8'));
  const missing = required.filter((key) => body[key] === undefined);
  const unknown = Object.keys(body).filter(
    (key) => !required.includes(key) && !optional.includes(key),
  );
  if (missing.length > 0) throw new Refusal(400, `Missing: ${missing}.`);
  if (unknown.length > 0) throw new Refusal(400, `Unknown: ${unknown}.`);
  return body;
}

export function scalars(
  values: Readonly<Record<string, unknown>>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (typeof value === 'string' || typeof value === 'number') return [key, value];
      throw new Refusal(400, `${key} is not text.`);
    }),
  );
}

export function jsonText({ contentType, body }: ApiRequest): string {
  if (contentType !== 'application/jsonc')
    throw new Refusal(415, 'A section is application/jsonc.');
  const text = body.toString('utf8');
  JSON.parse(text);
  return text;
}

export function markdown({ contentType, body }: ApiRequest): string {
  if (contentType !== 'text/markdown') throw new Refusal(415, 'A readme is text/markdown.');
  return body.toString('utf8');
}
