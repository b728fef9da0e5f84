import { SignatureError } from '@kolvera/signature';
import { call, getMe, KolveraApiError, type KolveraApiErrorCode } from '@kolvera/webhook-api';
import { expect, test, vi } from 'vitest';
import type { ZObject } from 'zapier-platform-core';
import { explained, failed, halted } from './errors.ts';

function zObject() {
  const error = vi.fn();
  return { z: { console: { error } } as unknown as ZObject, error };
}

async function thrown(problem: unknown): Promise<Error> {
  const { z } = zObject();
  return explained(z, () => Promise.reject(problem)).then(
    () => expect.unreachable(),
    (error: Error) => error,
  );
}

test.each<[KolveraApiErrorCode, string]>([
  ['unauthorized', 'ExpiredAuthError'],
  ['rate_limited', 'ThrottledError'],
  ['forbidden', 'AppError'],
  ['conflict', 'AppError'],
  ['unavailable', 'AppError'],
  ['timeout', 'AppError'],
])('%s becomes %s', async (code, name) => {
  const error = await thrown(new KolveraApiError(code, 'What to do.'));
  expect(error.name).toBe(name);
  expect(error.message).toContain('What to do.');
});

test('an unusable secret is an error of the Zap', async () => {
  const error = await thrown(new SignatureError('secret_has_whitespace', 'Remove the space.'));
  expect(error.name).toBe('AppError');
});

test('Zapier waits for as long as Kolvera asks, or a minute', async () => {
  const asked = await thrown(new KolveraApiError('rate_limited', 'Later.', { retryAfter: 7 }));
  expect(JSON.parse(asked.message)).toMatchObject({ delay: 7 });
  const unasked = await thrown(new KolveraApiError('rate_limited', 'Later.'));
  expect(JSON.parse(unasked.message)).toMatchObject({ delay: 60 });
});

test('no error has the bundle appended to its message', async () => {
  const errors = [
    halted('Stopped.'),
    failed('Failed.', 'code'),
    await thrown(new KolveraApiError('unauthorized', 'Reconnect.')),
    await thrown(new KolveraApiError('rate_limited', 'Later.')),
    await thrown(new TypeError('whatever')),
  ];
  for (const error of errors) expect(error).toHaveProperty('doNotContextify', true);
});

test('messages stay below 250 characters', () => {
  expect(halted('word '.repeat(100)).message.length).toBeLessThan(250);
  const { message } = JSON.parse(failed('word '.repeat(100), 'code').message);
  expect(message.length).toBeLessThan(250);
});

test.each([
  ['a missing page', 404, ''],
  ['a redirect', 302, ''],
  ['an empty answer', 200, ''],
  ['a web page', 200, '<html>'],
  ['an unheard-of status', 600, ''],
])('%s never sends the owner to check the API address', async (_, status, body) => {
  const headers = { 'content-type': 'text/html' };
  const answer = call(async () => ({ status, headers, body }), getMe());
  const { message } = await thrown(await answer.catch((error: unknown) => error));
  expect(message).toMatch(/Try again later\. If it keeps happening, report it to Kolvera\./);
  expect(message).not.toMatch(/API address/);
});

test('what nobody foresaw is named, but not quoted', async () => {
  const { z, error } = zObject();
  const problem = new TypeError('Bearer kol_live_key is not a legal header');
  const refusal = explained(z, () => Promise.reject(problem));
  await expect(refusal).rejects.toThrow(/TypeError/);
  await expect(refusal).rejects.not.toThrow(/kol_live_key/);
  expect(error).toHaveBeenCalledWith(expect.stringContaining('errors.test.ts'));
  expect(error).not.toHaveBeenCalledWith(expect.stringContaining('kol_live_key'));
});
