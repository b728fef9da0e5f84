import { expect, test } from 'vitest';
import { judge } from './verdict.ts';

function run(atLeast: number, ...ratios: number[]) {
  return { ours: 'ours', rival: 'theirs', atLeast, ratios };
}

test('the median of the runs decides', () => {
  const runs = [run(1, 0.5, 0.6, 0.7), run(1, 1, 1.1, 1.2), run(1, 1.4, 1.5, 1.6)];
  expect(judge(runs)).toEqual({ ratio: 1.1, low: 0.7, high: 1.4, result: 'met' });
});

test.each([
  [1, 'met'],
  [1.09, 'within its spread'],
  [1.11, 'MISSED'],
])('at least %f is %s by a ratio of 1 with a spread of 0.1', (atLeast, result) => {
  expect(judge([run(atLeast, 0.5, 0.95, 1, 1.05, 2)])).toMatchObject({ ratio: 1, result });
});
