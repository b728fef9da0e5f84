/** @module Carries webhook-api's requests through n8n, which adds the credential's API key. */
import { type ApiResponse, assertApiKey, requestUrl, type Transport } from '@kolvera/webhook-api';
import type { IHookFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { CREDENTIAL, type KolveraCredential } from './credential.ts';

/** @throws KolveraApiError `unauthorized` for a key that does not fit in a header. */
export function createTransport(
  context: IHookFunctions,
  { apiKey, baseUrl }: KolveraCredential,
): Transport {
  assertApiKey(apiKey);
  return async (request, { signal }) => {
    const options: IHttpRequestOptions = {
      method: request.method,
      url: requestUrl(baseUrl, request),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      abortSignal: signal,
      // A redirect would carry the API key to another address.
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      returnFullResponse: true,
      encoding: 'text',
      json: false,
    };
    const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
      context,
      CREDENTIAL,
      options,
    );
    return readResponse(response);
  };
}

export function readResponse(
  response: Pick<IN8nHttpFullResponse, 'statusCode' | 'headers' | 'body'>,
): ApiResponse {
  const headers = Object.entries(response.headers).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    status: response.statusCode,
    headers: Object.fromEntries(headers),
    body: typeof response.body === 'string' ? response.body : '',
  };
}
