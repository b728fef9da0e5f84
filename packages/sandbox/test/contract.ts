/** @module Holds answers against openapi.yaml, the contract of @kolvera/webhook-api. */
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

/** Why an answer is not one that the contract has for this operation; empty when it is. */
export async function violations(
  method: string,
  path: string,
  answer: Response,
): Promise<readonly string[]> {
  const place = ['paths', path, method.toLowerCase(), 'responses', String(answer.status)];
  const response = at(...place);
  if (!isObject(response)) return [`${method} ${path} may not answer ${answer.status}`];
  const resolved = typeof response.$ref === 'string' ? response.$ref.split('/').slice(1) : place;
  const text = await answer.text();
  const content = at(...resolved, 'content');
  if (!isObject(content)) return text === '' ? [] : [`${method} ${path} answers with a body`];
  const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? '';
  if (!(mediaType in content)) return [`${method} ${path} answers as ${mediaType}`];
  const pointer = [...resolved, 'content', mediaType, 'schema']
    .map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  ajv.validate({ $ref: `openapi.yaml#/${pointer}` }, JSON.parse(text));
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
