/** @module Tried on events in the forms that AWS documents; nothing here has run on AWS. */
import { expect, test } from 'vitest';
import { delivery } from '../../test/deliveries.ts';
import { observed } from '../../test/observed.ts';
import { createLambdaHandler, type LambdaHttpEvent } from './index.ts';

const NAMES = { 'content-type': 'Content-Type', 'x-kolvera-signature': 'X-Kolvera-Signature' };

/** REST APIs keep header names as they were sent. */
function asSent(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [NAMES[name as keyof typeof NAMES], value]),
  );
}

function listed(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

type Build = (headers: Record<string, string>, body: string) => LambdaHttpEvent;

/** The keys that AWS documents for each, without those that only describe the surroundings. */
const FORMS: readonly (readonly [string, Build])[] = [
  [
    'API Gateway, REST (payload 1.0)',
    (headers, body) => ({
      resource: '/kolvera',
      path: '/kolvera',
      httpMethod: 'POST',
      headers: asSent(headers),
      multiValueHeaders: listed(asSent(headers)),
      queryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      requestContext: { httpMethod: 'POST', stage: 'prod', protocol: 'HTTP/1.1' },
      body,
      isBase64Encoded: false,
    }),
  ],
  [
    'API Gateway, HTTP (payload 2.0)',
    (headers, body) => ({
      version: '2.0',
      routeKey: 'POST /kolvera',
      rawPath: '/kolvera',
      rawQueryString: '',
      headers,
      requestContext: { http: { method: 'POST', path: '/kolvera', protocol: 'HTTP/1.1' } },
      body,
      isBase64Encoded: false,
    }),
  ],
  [
    'a function URL',
    (headers, body) => ({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/',
      rawQueryString: '',
      headers,
      requestContext: { domainName: 'id.lambda-url', http: { method: 'POST', path: '/' } },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    }),
  ],
  [
    'a load balancer',
    (headers, body) => ({
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:group' } },
      httpMethod: 'POST',
      path: '/kolvera',
      queryStringParameters: {},
      headers,
      body,
      isBase64Encoded: false,
    }),
  ],
  [
    'a load balancer that sends several values',
    (headers, body) => ({
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:group' } },
      httpMethod: 'POST',
      path: '/kolvera',
      multiValueQueryStringParameters: {},
      multiValueHeaders: listed(headers),
      body,
      isBase64Encoded: false,
    }),
  ],
];

test.each(FORMS)('%s: a delivery is handled and a forgery refused', async (_, build) => {
  const { receiver, handled, codes } = observed();
  const handler = createLambdaHandler(receiver);
  const { headers, body } = delivery({ id: 'e', event: 'a', data: { name: 'Zoë 🦘' } });
  const result = await handler(build(headers, body as string));
  expect(result).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"status":"handled"}',
    isBase64Encoded: false,
  });
  expect(handled).toHaveLength(1);
  const forged = await handler(build(headers, `${body} `));
  expect(forged.statusCode).toBe(401);
  expect(codes()).toEqual(['mismatch']);
});

test('an answer has several values where the request had them', async () => {
  const { receiver } = observed();
  const event = { httpMethod: 'GET', multiValueHeaders: {}, body: null };
  expect(await createLambdaHandler(receiver)(event)).toMatchObject({
    statusCode: 405,
    multiValueHeaders: { allow: ['POST'] },
  });
});

test('two signatures are refused, of which `headers` would show the last', async () => {
  const { receiver, codes } = observed();
  const { headers, body } = delivery();
  const signature = headers['x-kolvera-signature'] ?? '';
  const event = {
    httpMethod: 'POST',
    headers,
    multiValueHeaders: { ...listed(headers), 'x-kolvera-signature': ['0'.repeat(64), signature] },
    body: body as string,
  };
  expect(await createLambdaHandler(receiver)(event)).toMatchObject({ statusCode: 401 });
  expect(codes()).toEqual(['malformed_signature']);
});

test('an event without a body, without headers, and of no known form', async () => {
  const { receiver } = observed();
  const handler = createLambdaHandler(receiver);
  expect(await handler({ httpMethod: 'POST', headers: null })).toMatchObject({ statusCode: 401 });
  expect(await handler({})).toMatchObject({ statusCode: 405 });
});
