/** @module Deliveries at the same moment, and sent again at once and later: each runs once. */
import assert from 'node:assert/strict';
import type { Proof } from './proof.mts';
import { deliver } from './signed-delivery.mts';
import { publishTrigger, type Stage, targetOf } from './stage.mts';

const ROUNDS = 3;

export async function proveBursts(stage: Stage, prove: Proof): Promise<void> {
  const { n8n } = stage;
  const { id } = await publishTrigger(stage, {});
  const target = targetOf(stage);
  const ids = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `evt_${name}_${index}`);
  const send = (wanted: readonly string[]) =>
    Promise.all(wanted.map((one) => deliver(target, one)));
  async function runOnce(wanted: readonly string[]): Promise<void> {
    const stored = await n8n.storedEventIds(id, wanted);
    const runs = stored.filter((one) => wanted.includes(one));
    assert.deepEqual(runs.sort(), [...wanted].sort());
  }

  await prove('ten identical deliveries at once start one run, in five rounds', async () => {
    const twins = ids('twin', 5);
    for (const one of twins) {
      const answers = await send(Array(10).fill(one));
      const expected = ['200 accepted', ...Array(9).fill('200 repeated')];
      assert.deepEqual(answers.sort(), expected);
    }
    await runOnce(twins);
  });
  for (const size of [2, 20, 50]) {
    await prove(
      `${ROUNDS} bursts of ${size}: every delivery runs, every repeat is recognised, at once and later`,
      async () => {
        const bursts = Array.from({ length: ROUNDS }, (_, round) => ids(`${size}_${round}`, size));
        for (const burst of bursts) {
          assert.deepEqual(new Set(await send(burst)), new Set(['200 accepted']));
          assert.deepEqual(new Set(await send(burst)), new Set(['200 repeated']));
        }
        for (const burst of bursts) {
          assert.deepEqual(new Set(await send(burst)), new Set(['200 repeated']));
        }
        await runOnce(bursts.flat());
      },
    );
  }
  await prove('a repeat right after its answer is recognised, 50 times', async () => {
    const immediate = ids('immediate', 50);
    for (const one of immediate) {
      assert.equal(await deliver(target, one), '200 accepted');
      assert.equal(await deliver(target, one), '200 repeated');
    }
    await runOnce(immediate);
  });
  await n8n.unpublish(id);
}
