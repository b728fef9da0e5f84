import { expect, test } from 'vitest';
import type { Result } from './contest.ts';
import { judge } from './goals.ts';

const result: Result = {
  contest: { id: 'test', title: 'Test', baseline: 'floor', contestants: [], goals: [] },
  timings: new Map([
    ['ours', [10, 10, 10]],
    ['floor', [11, 12, 13]],
    ['slow', [100, 100, 100]],
    ['fast', [9, 9, 9]],
  ]),
};

test('the median decides', () => {
  const goal = { ours: 'ours', against: ['floor'] };
  expect(judge({ ...goal, atLeast: 1.2 }, result)).toMatchObject({ rival: 'floor', met: true });
  expect(judge({ ...goal, atLeast: 1.21 }, result)).toMatchObject({ met: false });
});

test('of several, the one that is beaten by least counts', () => {
  const goal = { ours: 'ours', against: ['slow', 'fast', 'floor'], atLeast: 0.97 };
  const verdict = judge(goal, result);
  expect(verdict).toMatchObject({ rival: 'fast', met: false });
  expect(verdict.ratio.median).toBeCloseTo(0.9);
});

test('a goal that names nobody, or somebody unknown, is a mistake', () => {
  expect(() => judge({ ours: 'ours', against: [], atLeast: 1 }, result)).toThrow(RangeError);
  expect(() => judge({ ours: 'ours', against: ['nobody'], atLeast: 1 }, result)).toThrow('nobody');
});
