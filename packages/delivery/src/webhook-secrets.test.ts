import { expect, test } from 'vitest';
import { webhookSecrets } from './webhook-secrets.ts';

test.each([
  [{ webhook: 'w', connection: 'c' }, ['c', 'w']],
  [{ webhook: 'same', connection: 'same' }, ['same']],
  [{ webhook: 'w', connection: '' }, ['w']],
  [{ webhook: null, connection: 'c' }, ['c']],
  [{}, []],
])('%j gives %j', (known, secrets) => {
  expect(webhookSecrets(known)).toEqual(secrets);
});
