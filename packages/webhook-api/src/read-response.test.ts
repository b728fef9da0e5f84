import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ApiResponse,
  createWebhook,
  getWebhook,
  KolveraApiError,
  statusError,
} from './index.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const WEBHOOK = '{"id": "w1", "url": "https://x.example/"}';

function errorOf(answer: Partial<ApiResponse>, request = getWebhook('w1')): KolveraApiError {
  try {
    request.read({ status: 200, headers: JSON_TYPE, body: '', ...answer });
  } catch (error) {
    if (error instanceof KolveraApiError) return error;
  }
  throw new Error('The answer was read, or another error was thrown.');
}

describe('each status has its code', () => {
  test.each([
    [400, 'invalid'],
    [401, 'unauthorized'],
    [402, 'forbidden'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'invalid'],
    [408, 'timeout'],
    [409, 'conflict'],
    [410, 'not_found'],
    [413, 'invalid'],
    [422, 'invalid'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [301, 'unexpected'],
    [307, 'unexpected'],
    [304, 'unexpected'],
    [0, 'unexpected'],
    [600, 'unexpected'],
  ])('%i is %s', (status, code) => {
    const error = errorOf({ status, body: WEBHOOK });
    expect(error).toMatchObject({ name: 'KolveraApiError', code, status });
    expect(error.message).toMatch(/^[A-Z].*\.$/);
  });
});

describe('an answer of 200 that is none', () => {
  test.each([
    ['an HTML page', { body: '<h1>Hi</h1>', headers: { 'content-type': 'text/html' } }],
    ['JSON as text', { body: WEBHOOK, headers: { 'content-type': 'text/plain' } }],
    ['nothing', { body: '' }],
    ['white space', { body: ' \n' }],
    ['half of it', { body: WEBHOOK.slice(0, -5) }],
    ['more than 1 MB', { body: `${WEBHOOK}${' '.repeat(1024 * 1024)}` }],
  ])('%s is unexpected', (_, answer) => {
    expect(errorOf(answer)).toMatchObject({ code: 'unexpected', status: 200 });
  });

  test.each(['application/problem+json', 'Application/JSON;charset=utf-8', undefined])(
    'the content type %s is taken for JSON',
    (type) => {
      const answer = { status: 200, headers: { 'content-type': type }, body: WEBHOOK };
      expect(getWebhook('w1').read(answer).id).toBe('w1');
    },
  );
});

describe('an error says', () => {
  test('how long to wait', () => {
    const headers = { 'retry-after': '30' };
    expect(errorOf({ status: 429, headers })).toMatchObject({
      retryAfter: 30,
      message: 'Kolvera is receiving too many requests. Try again in 30 seconds.',
    });
    expect(errorOf({ status: 503, headers }).retryAfter).toBe(30);
    expect(errorOf({ status: 429 })).toMatchObject({
      retryAfter: null,
      advice: 'Try again in a minute.',
    });
  });

  test.each([
    ['0', 'a second'],
    ['1', 'a second'],
    ['59', '59 seconds'],
    ['60', 'a minute'],
    ['61', '2 minutes'],
    ['3600', 'an hour'],
    ['5400', '2 hours'],
    ['86400', 'a day'],
    ['200000', '3 days'],
  ])('%s seconds as a person says it: %s', (seconds, words) => {
    const { advice } = errorOf({ status: 429, headers: { 'retry-after': seconds } });
    expect(advice).toBe(`Try again in ${words}.`);
  });

  test.each([
    [401, 'api_key', 'Check the key in the connection, or create a new one in Kolvera.'],
    [302, 'base_url', 'Check the API address.'],
    [409, null, 'Check Settings → Webhooks in Kolvera.'],
  ])('what to do about %i, and in which setting', (status, setting, advice) => {
    const error = errorOf({ status });
    expect(error).toMatchObject({ setting, advice });
    expect(error.message).toBe(`${error.problem} ${advice}`);
  });

  test('the same for a status that a connector saw by itself', () => {
    expect(statusError({ status: 404 })).toEqual(errorOf({ status: 404 }));
  });

  test.each(['id', 'webhook_id', 'existing_id'])(
    'which webhook the conflict is with (%s)',
    (key) => {
      const body = JSON.stringify({ type: 'about:blank', [key]: 'w9' });
      const request = createWebhook({ url: 'https://x.example', events: ['*'] });
      expect(errorOf({ status: 409, body }).existingId).toBe('w9');
      expect(() => request.read({ status: 409, headers: {}, body })).toThrow(
        /Another webhook in Kolvera already uses this URL\. Delete it/,
      );
      expect(errorOf({ status: 404, body }).existingId).toBe(null);
    },
  );

  test.each(['The events name an event type twice.', 'The events name an event type twice'])(
    'what Kolvera’s short, plain detail says: %s',
    (detail) => {
      expect(errorOf({ status: 422, body: JSON.stringify({ detail }) }).message).toBe(
        'Kolvera rejected the request: The events name an event type twice. Check the settings and try again.',
      );
    },
  );

  test.each([
    'You sent Bearer abc.',
    'The secret hunter2 is too short.',
    'No webhook at https://hooks.example/catch/123/abcdef/.',
    'a1b2c3d4e5f60718293a4b5c6d7e8f90 is not it.',
    'Two\nlines.',
    'Schön.',
    `Long. ${'So long. '.repeat(30)}`,
    42,
  ])('not a detail that may hold a secret: %j', (detail) => {
    expect(errorOf({ status: 422, body: JSON.stringify({ detail }) }).message).toBe(
      'Kolvera rejected the request (HTTP 422). Check the settings and try again.',
    );
  });
});

test('whatever comes is a value or an error with a short sentence', () => {
  const answers = fc.record({
    status: fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(200, 409, 422, 429)),
    headers: fc.record(
      {
        'content-type': fc.constantFrom('application/json', 'text/html'),
        'retry-after': fc.string(),
      },
      { requiredKeys: [] },
    ),
    body: fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((detail) => `{"detail": ${detail}}`),
    ),
  });
  fc.assert(
    fc.property(answers, (answer) => {
      try {
        getWebhook('w1').read(answer);
      } catch (error) {
        expect(error).toBeInstanceOf(KolveraApiError);
        expect(error).toMatchObject({ message: expect.stringMatching(/^.{10,249}$/) });
      }
    }),
  );
});
