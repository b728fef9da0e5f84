import { describe, expect, test, vi } from 'vitest';
import { type Contest, type Contestant, repeat, run } from './contest.ts';

const effort = { rounds: 5, batchMs: 1 };

function contest(...contestants: Contestant[]): Contest {
  return { id: 'test', title: 'Test', baseline: 'one', contestants, goals: [] };
}

describe('run', () => {
  test('times everybody in every round', async () => {
    const one = { name: 'one', work: repeat(() => true) };
    const two = { name: 'two', work: repeat(async () => true) };
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
      work(times) {
        const end = performance.now() + 0.01 * times;
        while (performance.now() < end);
        return true;
      },
    });
    await run(contest(contestant('a'), contestant('b'), contestant('c')), {
      rounds: 4,
      batchMs: 1,
    });
    expect(turns.slice(-12).join('')).toBe('abcbcacababc');
  });

  test('prepares each batch before it, with the number of jobs in it', async () => {
    let ready = 0;
    const work = vi.fn((times: number) => times === ready);
    const prepare = (times: number) => {
      ready = times;
    };
    await run(contest({ name: 'one', prepare, work }), effort);
    expect(work.mock.results.every(({ value }) => value === true)).toBe(true);
  });

  test('speed without the job done counts for nothing', async () => {
    const wrong = { name: 'one', work: repeat(() => false) };
    await expect(run(contest(wrong), effort)).rejects.toThrow('one did its job wrongly.');
    const rejects = { name: 'two', work: repeat(() => Promise.reject(new Error('refused'))) };
    await expect(run(contest(rejects), effort)).rejects.toThrow('refused');
  });
});

describe('repeat', () => {
  test.each([
    ['a job', () => true],
    ['an asynchronous job', async () => true],
  ])('does %s as often as asked', async (_, job) => {
    const once = vi.fn<() => boolean | Promise<boolean>>(job);
    expect(await repeat(once)(7)).toBe(true);
    expect(once).toHaveBeenCalledTimes(7);
  });

  test.each([1, 2, 7])('notices that time %i went wrong', async (wrong) => {
    let n = 0;
    const job = () => ++n !== wrong;
    expect(await repeat(job)(7)).toBe(false);
    n = 0;
    expect(await repeat(async () => job())(7)).toBe(false);
  });
});
