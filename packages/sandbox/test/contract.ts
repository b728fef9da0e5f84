/** @module Checks responses against openapi.yaml, the contract of @kolvera/webhook-api. */
import { readFileSync } from 'node:fs';
import { isObject } from '@kolvera/event-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const file = new URL('../../webhook-api/openapi.yaml', import.meta.url);
const contract: unknown = parse(readFileSync(file, 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(Object(contract), 'openapi.yaml');

/** The value at a path in the contract. */
function at(...path: readonly string[]): unknown {
  return path.reduce((value: unknown, key) => (isObject(value) ? value[key] : undefined), contract);
}

/** How a response violates the contract for this operation; empty if it does not. */
export async function violations(
  method: string,
  path: string,
  given: Response,
): Promise<readonly string[]> {
  const place = ['paths', path, method.toLowerCase(), 'responses', String(given.status)];
  const response = at(...place);
  if (!isObject(response)) return [`${method} ${path} may not respond ${given.status}`];
  const resolved = typeof response.$ref === 'string' ? response.$ref.split('/').slice(1) : place;
  const text = await given.text();
  const content = at(...resolved, 'content');
  if (!isObject(content)) return text === '' ? [] : [`${method} ${path} responds with a body`];
  const mediaType = given.headers.get('content-type')?.split(';')[0] ?? '';
  if (!(mediaType in content)) return [`${method} ${path} responds as ${mediaType}`];
  const pointer = [...resolved, 'content', mediaType, 'schema']
    .map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  ajv.validate({ $ref: `openapi.yaml#/${pointer}` }, JSON.parse(text));
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
