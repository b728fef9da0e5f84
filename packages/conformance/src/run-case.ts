/** @module Runs one case on a clean stage. */
import type { ConformanceCase } from './conformance-case.ts';
import { removeWebhook, type Stage } from './stage.ts';

/** Ends what an earlier case left: faults, webhooks, the subscription. */
async function clean(stage: Stage): Promise<void> {
  const { kolvera, consumer } = stage;
  kolvera.faults.clear();
  await consumer.unsubscribe();
  for (const { id } of kolvera.webhooks()) await removeWebhook(stage, id);
  await kolvera.settled();
}

/** @throws whatever the case throws: the promise is broken. */
export async function runCase(stage: Stage, conformanceCase: ConformanceCase): Promise<void> {
  await clean(stage);
  await conformanceCase.run(stage);
}
