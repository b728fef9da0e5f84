import { requestUrl, type Transport } from '@kolvera/webhook-api';

/** Any HTTP client: Zapier's z.request, n8n's httpRequestWithAuthentication, axios. */
interface HttpClient {
  send(options: {
    url: string;
    method: string;
    body?: string;
    headers: Record<string, string>;
    followRedirects: false;
    throwOnErrorStatus: false;
    signal: AbortSignal;
  }): Promise<{ status: number; headers: Record<string, string>; text: string }>;
}

export function transportOver(http: HttpClient, baseUrl: string): Transport {
  return async (request, { signal }) => {
    const { status, headers, text } = await http.send({
      url: requestUrl(baseUrl, request),
      method: request.method,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(request.body && { body: JSON.stringify(request.body) }),
      followRedirects: false,
      throwOnErrorStatus: false,
      signal,
    });
    return { status, headers, body: text };
  };
}
