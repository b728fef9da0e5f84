import { expect, test } from 'vitest';
import { requestLog } from './request-log.ts';

test('the last thousand requests are kept', () => {
  const log = requestLog();
  for (let n = 0; n < 1001; n++) {
    log.note({ method: 'GET', path: `/v1/me?${n}`, operation: 'getMe', status: 200 });
  }
  expect(log.all()).toHaveLength(1000);
  expect(log.all()[0]?.path).toBe('/v1/me?1');
});
