import { startTestSandbox, type TestSandbox } from '@kolvera/conformance';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KolveraTrigger } from '../nodes/KolveraTrigger/KolveraTrigger.node.ts';
import { credentialTestContext } from './harness/context.mts';

let kolvera: TestSandbox;

beforeAll(async () => {
  kolvera = await startTestSandbox();
});
afterAll(() => kolvera.close());
beforeEach(() => kolvera.faults.clear());

function outcome(data: Record<string, string>) {
  const { testKolveraApi } = new KolveraTrigger().methods.credentialTest;
  const fields = { apiKey: kolvera.apiKey, baseUrl: kolvera.baseUrl, webhookSecret: '', ...data };
  return testKolveraApi.call(credentialTestContext(), {
    id: '1',
    name: 'Kolvera',
    type: 'kolveraApi',
    data: fields,
  });
}

test('an API key that Kolvera knows is accepted', async () => {
  expect(await outcome({})).toEqual({ status: 'OK', message: 'Connection successful!' });
});

test.each([
  ['a wrong API key', { apiKey: 'kol_live_wrong' }, /did not accept the API key/],
  ['an API key that pasting has spoilt', { apiKey: 'kol_live_x\n' }, /special character/],
  ['no API key and no secret', { apiKey: '' }, /Enter an API key, or the secret/],
  ['a plain-http address', { baseUrl: 'http://api.kolvera.invalid/v1' }, /must start with https/],
  ['no address', { baseUrl: 'kolvera' }, /must start with https/],
  ['an address without a Kolvera', { baseUrl: 'http://127.0.0.1:9/v1' }, /could not be reached/],
  ['a secret that pasting has spoilt', { webhookSecret: 'whsec_x\n' }, /whitespace/],
])('%s is refused in a sentence', async (_, data, sentence) => {
  const { status, message } = await outcome(data);
  expect(status).toBe('Error');
  expect(message).toMatch(sentence);
});

test('a secret alone is enough for manual registration', async () => {
  expect(await outcome({ apiKey: '', webhookSecret: 'whsec_by_hand' })).toMatchObject({
    status: 'OK',
  });
});

test.each([
  ['server_error', /later|try again/i],
  ['html_page', /try again/i],
  ['rate_limited', /too many requests/],
] as const)('Kolvera with %s gives a clear error', async (fault, sentence) => {
  kolvera.faults.next(1, fault);
  expect(await outcome({})).toEqual({ status: 'Error', message: expect.stringMatching(sentence) });
});
