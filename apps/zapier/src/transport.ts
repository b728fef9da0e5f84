/** @module Carries requests to Kolvera's API through z.request, so that they show in Zapier's logs. */
import {
  type ApiRequest,
  assertApiKey,
  call,
  DEFAULT_BASE_URL,
  KolveraApiError,
  requestUrl,
  type Transport,
} from '@kolvera/webhook-api';
import type { HttpRequestOptionsWithUrl, ZObject } from 'zapier-platform-core';

/** Milliseconds for a single call; Zapier ends a method after 30 s without a reason. */
const CALL_TIME_LIMIT = 10_000;

/** Options that z.request takes but does not declare (its request-client.js). */
interface RequestOptions extends HttpRequestOptionsWithUrl {
  signal: AbortSignal;
  /** False lets a 429 through (its throw-for-throttling.js; its types say the opposite). */
  throwForThrottlingEarly: boolean;
}

/**
 * @param apiKey goes out in the Authorization header, which Zapier scrubs from its logs.
 * @throws KolveraApiError `unauthorized` for a key that cannot be sent in a header.
 */
export function zapierTransport(z: ZObject, apiKey: string): Transport {
  assertApiKey(apiKey);
  return async (request, { signal }) => {
    const options: RequestOptions = {
      url: requestUrl(baseUrl(), request),
      method: request.method,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${apiKey}`,
        ...(request.body && { 'Content-Type': 'application/json' }),
      },
      ...(request.body && { body: JSON.stringify(request.body) }),
      signal,
      redirect: 'manual',
      skipThrowForStatus: true,
      throwForThrottlingEarly: false,
    };
    // Our own text: a Zap's owner cannot check the API address or the network.
    const response = await z.request(options).catch(() => {
      throw new KolveraApiError('unavailable', 'Kolvera could not be reached. Try again later.');
    });
    const headers: Record<string, string> = {};
    response.headers.forEach((value: string, name: string) => {
      headers[name.toLowerCase()] = value;
    });
    return { status: response.status, headers, body: response.content };
  };
}

/** Sends one request. @throws KolveraApiError */
export function callKolvera<Value>(
  z: ZObject,
  apiKey: string,
  request: ApiRequest<Value>,
): Promise<Value> {
  const signal = AbortSignal.timeout(CALL_TIME_LIMIT);
  return call(zapierTransport(z, apiKey), request, { signal });
}

/** An app's environment variable, read at each call: Zapier sets it just before. */
function baseUrl(): string {
  return process.env.KOLVERA_API_URL || DEFAULT_BASE_URL;
}
