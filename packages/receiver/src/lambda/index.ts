/**
 * @module Endpoints on AWS Lambda, behind API Gateway (REST and HTTP APIs), a function URL or an
 * Application Load Balancer. Event and result have the shapes that AWS documents.
 */
import { Buffer } from 'node:buffer';
import type { ReceiverRequest } from '../request.ts';
import type { RequestReceiver } from '../request-receiver.ts';

/** What the handler reads from the event; `@types/aws-lambda` types fit it. */
export interface LambdaHttpEvent {
  /** REST APIs and load balancers. */
  readonly httpMethod?: string;
  /** HTTP APIs and function URLs. */
  readonly requestContext?: object;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

export interface LambdaHttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/**
 * Creates a handler: `export const handler = createLambdaHandler(receiver)`.
 *
 * A function keeps its memory only as long as its instance lives, and has many instances: give the
 * receiver a store. API Gateway rejects bodies larger than 10 MB, function URLs larger than 6 MB and
 * load balancers larger than 1 MB before the function runs.
 *
 * @param receiver a receiver or an inbox.
 */
export function createLambdaHandler(
  receiver: RequestReceiver,
): (event: LambdaHttpEvent) => Promise<LambdaHttpResult> {
  return async function handle(event) {
    const method = event.httpMethod ?? methodOf(event.requestContext) ?? '';
    // With several values of one header, `headers` has the last one only.
    const headers: ReceiverRequest['headers'] = event.multiValueHeaders ?? event.headers ?? {};
    const text = event.body ?? '';
    // A middleware may have put an object there, which `receive` rejects.
    const encoded = event.isBase64Encoded === true && typeof text === 'string';
    const body = encoded ? Buffer.from(text, 'base64') : text;
    const response = await receiver.receive({ method, headers, body });
    return {
      statusCode: response.status,
      headers: { ...response.headers },
      // A load balancer that sends multi-value headers needs them in the response too. Others ignore it.
      ...(event.multiValueHeaders && { multiValueHeaders: listed(response.headers) }),
      body: response.body,
      isBase64Encoded: false,
    };
  };
}

function methodOf(requestContext: { readonly http?: { readonly method?: string } } = {}) {
  return requestContext.http?.method;
}

function listed(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
