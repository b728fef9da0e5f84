/** @module The universal module: any call to Kolvera's API, and to nothing else. */
import { DEFAULT_BASE_URL } from '@kolvera/webhook-api';
import type { UniversalModule } from '../definition/make-app.ts';
import type { Parameter } from '../definition/parameter.ts';
import { CONNECTION } from './connection.ts';
import { authorization, secretPaths, succeeded } from './kolvera-request.ts';

/**
 * A path below the base address: no scheme, `//`, `\`, `@` or `..`, and nothing that a URL parser
 * would read as one of them (`%2e%2e`, a tab). The key would go wherever the URL points. Behind the
 * default base address, which has a path, no text reaches another host even where Make lets a mapped
 * value pass unchecked.
 */
const RELATIVE_URL_PATTERN = '^(?!.*\\.\\.)(/[A-Za-z0-9._~-]+)+/?$';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const keyAndValue: readonly Parameter[] = [
  { name: 'key', type: 'text', label: 'Key' },
  { name: 'value', type: 'text', label: 'Value' },
];

/** The module's id. */
export const API_CALL = 'makeApiCall';

export const apiCall: UniversalModule = {
  moduleType: 'universal',
  label: 'Make an API call',
  description: 'Performs an arbitrary authorized API call.',
  connection: CONNECTION,
  communication: {
    url: `${DEFAULT_BASE_URL}{{parameters.url}}`,
    method: '{{parameters.method}}',
    headers: {
      // Not the user's, whichever order headers are merged in.
      '{{...}}':
        "{{omit(toCollection(parameters.headers, 'key', 'value'), 'authorization', 'Authorization')}}",
      ...authorization('connection'),
    },
    qs: { '{{...}}': "{{toCollection(parameters.qs, 'key', 'value')}}" },
    type: 'text',
    body: '{{parameters.body}}',
    followRedirects: false,
    followAllRedirects: false,
    response: {
      valid: `{{${succeeded}}}`,
      output: {
        body: '{{body}}',
        headers: '{{headers}}',
        statusCode: '{{statusCode}}',
      },
    },
    log: { sanitize: secretPaths },
  },
  staticParams: [],
  mappableParams: [
    {
      name: 'url',
      type: 'text',
      label: 'URL',
      help: `A path below ${DEFAULT_BASE_URL}, such as /webhooks. Query parameters have a field of their own.`,
      required: true,
      validate: { pattern: RELATIVE_URL_PATTERN },
    },
    {
      name: 'method',
      type: 'select',
      label: 'Method',
      required: true,
      default: 'GET',
      options: methods.map((method) => ({ label: method, value: method })),
    },
    {
      name: 'headers',
      type: 'array',
      label: 'Headers',
      help: 'The connection adds the Authorization header.',
      default: [{ key: 'Content-Type', value: 'application/json' }],
      spec: keyAndValue,
    },
    { name: 'qs', type: 'array', label: 'Query string', spec: keyAndValue },
    { name: 'body', type: 'text', label: 'Body', multiline: true },
  ],
  interface: [
    { name: 'body', type: 'any', label: 'Body' },
    { name: 'headers', type: 'collection', label: 'Headers', spec: [] },
    { name: 'statusCode', type: 'uinteger', label: 'Status code' },
  ],
  samples: {
    body: { workspace: { id: 'wsp_4Q7', name: 'Example workspace' } },
    headers: { 'content-type': 'application/json' },
    statusCode: 200,
  },
};
