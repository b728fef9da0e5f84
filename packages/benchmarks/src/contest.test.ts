import { describe, expect, test, vi } from 'vitest';
import { type Contest, type Contestant, joined, repeat, run } from './contest.ts';

const effort = { rounds: 5, batchMs: 1, warmUpMs: 5 };

function contest(...contestants: Contestant[]): Contest {
  return { id: 'test', title: 'Test', baseline: 'one', contestants, goals: [] };
}

describe('run', () => {
  test('times everybody in every round', async () => {
    const one = { name: 'one', time: repeat(() => true) };
    const two = { name: 'two', time: repeat(async () => true) };
    const { timings } = await run(contest(one, two), effort);
    expect([...timings.keys()]).toEqual(['one', 'two']);
    for (const times of timings.values()) {
      expect(times).toHaveLength(5);
      expect(times.every((time) => time > 0)).toBe(true);
    }
  });

  test('lets another one begin each round', async () => {
    const turns: string[] = [];
    const contestant = (name: string): Contestant => ({
      name,
      prepare: () => turns.push(name),
      time: async () => 1,
    });
    await run(contest(contestant('a'), contestant('b'), contestant('c')), { ...effort, rounds: 4 });
    expect(turns.slice(-12).join('')).toBe('abcbcacababc');
  });

  test('prepares each batch before it, with the number of jobs in it', async () => {
    let ready = 0;
    const prepare = vi.fn((times: number) => {
      ready = times;
    });
    const time = vi.fn(async (times: number) => {
      expect(times).toBe(ready);
      ready = 0;
      return 0.1;
    });
    await run(contest({ name: 'one', prepare, time }), effort);
    expect(time).toHaveBeenLastCalledWith(10);
    expect(prepare).toHaveBeenCalledTimes(time.mock.calls.length);
  });

  test('speed without the job done counts for nothing', async () => {
    const wrong = { name: 'one', time: repeat(() => false) };
    await expect(run(contest(wrong), effort)).rejects.toThrow('one did its job wrongly.');
    const rejects = { name: 'two', time: repeat(() => Promise.reject(new Error('refused'))) };
    await expect(run(contest(rejects), effort)).rejects.toThrow('two did its job wrongly.');
  });
});

test('several runs of one contest are joined round by round', () => {
  const one = contest();
  const ran = (...rounds: number[]) => ({
    contest: one,
    timings: new Map([
      ['a', rounds],
      ['b', rounds.map((time) => 2 * time)],
    ]),
  });
  expect(joined([ran(1, 2), ran(3)])).toEqual(ran(1, 2, 3));
});

describe('repeat', () => {
  test.each([
    ['a job', () => true],
    ['an asynchronous job', async () => true],
  ])('does %s as often as asked', async (_, job) => {
    const once = vi.fn<() => boolean | Promise<boolean>>(job);
    expect(await repeat(once)(7)).toBeGreaterThan(0);
    expect(once).toHaveBeenCalledTimes(7);
  });

  test.each([1, 2, 7])('notices that time %i went wrong', async (wrong) => {
    let n = 0;
    const job = () => ++n !== wrong;
    await expect(repeat(job)(7)).rejects.toThrow('done wrongly');
    n = 0;
    await expect(repeat(async () => job())(7)).rejects.toThrow('done wrongly');
  });
});
