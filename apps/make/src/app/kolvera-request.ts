/**
 * @module Kolvera's API calls as Make writes them: printed from webhook-api's requests, so that
 * the contract is in one place.
 */
import { type ApiRequest, DEFAULT_BASE_URL, type Json } from '@kolvera/webhook-api';
import type { RequestSection, TemplateJson } from '../definition/communication.ts';

/** Where a form's values are: a connection's own form, or everything that has the connection. */
export type Credentials = 'parameters' | 'connection';

/** Only 2xx, because redirects are not followed. */
export const succeeded = 'statusCode < 300';

/** Header names in lower case, as `log.sanitize` writes them. */
export function authorization(from: Credentials) {
  return { authorization: `Bearer {{${from}.apiKey}}` };
}

/** Paths that hold the API key or a webhook's secret, under the names that the API may use. */
export const secretPaths = [
  'request.headers.authorization',
  'response.body.secret',
  'response.body.signing_secret',
  'response.body.data.secret',
  'response.body.data.signing_secret',
];

/**
 * A call as a Make request. Its URL is absolute and its authorization explicit: sources disagree on
 * whether attach and detach inherit the base section, and this is right either way.
 * Redirects are not followed, so that the key goes nowhere else.
 * @param request its path parameters and body may hold `{{…}}`.
 */
export function kolveraRequest(request: ApiRequest, from: Credentials) {
  const { method, body } = request;
  const path = request.path.replace(/\{(\w+)\}/gu, (_, name: string) => {
    const value = request.pathParams[name];
    if (value === undefined) throw new TypeError(`${request.operation} has no ${name}.`);
    return value;
  });
  return {
    url: `${DEFAULT_BASE_URL}${path}`,
    method,
    headers: authorization(from),
    ...(body && { body: templates(body) }),
    followRedirects: false,
    followAllRedirects: false,
    log: { sanitize: secretPaths },
  } satisfies RequestSection;
}

function templates(body: { readonly [key: string]: Json }): TemplateJson {
  return body;
}
