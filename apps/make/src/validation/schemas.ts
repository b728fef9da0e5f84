/**
 * @module What Make accepts, as JSON Schemas: keys, ids and what has to be there. The types of
 * src/definition settle the rest. A directive that this app has no use for is an unknown key.
 *
 * Source: the schemas of Make's VS Code extension 2.8.0.
 */
import type { SchemaObject } from 'ajv';
import { sections } from '../tree/sections.ts';

/** @param keys all that are known, separated by spaces; `!` marks those that are required. */
function object(keys: string, inner: Readonly<Record<string, SchemaObject>> = {}): SchemaObject {
  const known = keys.split(' ').map((key) => key.replace('!', ''));
  const required = known.filter((key) => keys.split(' ').includes(`${key}!`));
  const properties = { ...Object.fromEntries(known.map((key) => [key, {}])), ...inner };
  return { type: 'object', properties, required, additionalProperties: false };
}
const arrayOf = (items: SchemaObject) => ({ type: 'array', items });
const recordOf = (inner: SchemaObject) => ({ type: 'object', additionalProperties: inner });
const text = (most: number) => ({ type: 'string', minLength: 1, maxLength: most });

const message = object('message! type', { message: text(1024) });
const response = object('valid error temp output iterate limit data metadata uid', {
  error: { ...message, patternProperties: { '^\\d{3}$': message } },
});
/** Headers and query parameters, whose values cannot be collections. */
const flat = recordOf({ type: ['string', 'number', 'boolean', 'null'] });
const REQUEST = 'url method headers qs body type followRedirects followAllRedirects log response';
const parts = { url: text(512), headers: flat, qs: flat, log: object('sanitize'), response };
const withBody = {
  if: { properties: { method: { enum: ['POST', 'PUT', 'PATCH'] } }, required: ['method'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: { required: ['url', 'body'] },
};

/** `{}`, or a response alone, where a component sends no request. */
const communication = { ...object(`${REQUEST} temp`, parts), ...withBody };
/** A module may have several, carried out one after the other. */
const oneOrMore = {
  if: { type: 'array' },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: arrayOf(communication),
  else: communication,
};
export const baseSchema = object('baseUrl headers timeout response log', parts);

const respond = object('type status headers body', { headers: flat });
const incoming = object('verification condition respond output', {
  verification: object('condition respond', { respond }),
  respond,
});

const PARAMETER =
  'type! label help required advanced editable multiple multiline default options validate spec';
const inParameter = {
  label: text(256),
  options: {
    if: { type: 'array' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: arrayOf(object('label value!')),
    else: { type: 'string', pattern: '^rpc://[a-zA-Z][0-9a-zA-Z]{2,63}$' },
  },
  validate: object('pattern'),
  /** The fields of a collection, or an array's item, which may have a type alone. */
  spec: {
    if: { type: 'array' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: { $ref: '#' },
    else: { $ref: '#/definitions/item' },
  },
};
const parameters = {
  ...arrayOf(object(`name! ${PARAMETER}`, { name: text(128), ...inParameter })),
  definitions: { item: object(PARAMETER, inParameter) },
};

/** By component and section, as the manifest names them. */
export const sectionSchemas: {
  readonly [Owner in keyof typeof sections]: Readonly<Record<string, SchemaObject>>;
} = {
  connection: { communication, params: parameters },
  rpc: { communication, params: parameters },
  webhook: {
    ...{ communication: incoming, attach: communication, detach: communication },
    ...{ params: parameters, requiredScope: arrayOf(text(512)) },
  },
  module: {
    ...{ communication: oneOrMore, staticParams: parameters, mappableParams: parameters },
    ...{ interface: parameters, samples: { type: 'object' } },
  },
};
export const groupsSchema = arrayOf(object('label! modules!', { modules: arrayOf(text(64)) }));

const ENTRY =
  'codeFiles! label! description connectionType webhookType moduleType actionCrud connection altConnection webhook';

/** @param ids the pattern of local ids; of modules and RPCs, they are the names in Make. */
function components(owner: keyof typeof sections, ids: string): SchemaObject {
  const codeFiles = object(Object.keys(sections[owner]).join(' '));
  return { ...recordOf(object(ENTRY, { codeFiles })), propertyNames: { pattern: ids } };
}
const local = '^[a-zA-Z][0-9a-zA-Z-]{1,33}[0-9a-zA-Z]$';
const named = '^[a-zA-Z][0-9a-zA-Z]{2,63}$';

/** makecomapp.json. */
export const manifestSchema = object('fileVersion! generalCodeFiles! components! origins!', {
  generalCodeFiles: object('base! common! groups! readme!'),
  components: object('connection! webhook! module! rpc! function! endpoint!', {
    connection: components('connection', local),
    webhook: components('webhook', local),
    module: components('module', named),
    rpc: components('rpc', named),
  }),
  origins: arrayOf(
    object('label apikeyFile! appId! appVersion! baseUrl! idMapping', {
      apikeyFile: { type: 'string', pattern: '^(\\./)?\\.secrets/' },
      appId: { type: 'string', pattern: '^[a-z][0-9a-z-]+[0-9a-z]$' },
      baseUrl: { type: 'string', pattern: '^https://(.*)/api$' },
    }),
  ),
});
