/**
 * @module n8n ends in the middle of a burst: what it has answered with 200 is stored, and is known
 * when Kolvera sends it again.
 *
 * This is the pin of what the node relies on and n8n does not document: WorkflowRunner.run stores
 * the execution (ActiveExecutions.add) before executeWebhook of webhook-helpers reads
 * `webhookResponse` (extractWebhookOnReceivedResponse), and LiveWebhooks saves the static data
 * before the request handler answers. If a later n8n fails here, compare these four, and move the
 * completing of the claim in nodes/KolveraTrigger/delivery.ts to wherever n8n lets a node act after
 * it has stored the execution.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Proof } from './proof.mts';
import { deliver } from './signed-delivery.mts';
import { publishTrigger, type Stage, targetOf } from './stage.mts';

const SEED = 'kolvera';

/** @param rounds how often n8n is ended; each takes about 15 seconds. */
export async function proveNothingLost(stage: Stage, prove: Proof, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const drawn = draw(round);
    const { signal, size, after, ignoreRepeatedDeliveries } = drawn;
    const option = ignoreRepeatedDeliveries ? 'on' : 'off';
    await prove(
      `${signal} after ${after} of ${size} answers, "Ignore Repeated Deliveries" ${option}: all that n8n answered is stored${ignoreRepeatedDeliveries ? ' and known' : ''}`,
      () => endInTheMiddle(stage, drawn, `evt_round${round}_`),
    );
  }
}

interface Drawn {
  readonly signal: 'SIGKILL' | 'SIGTERM';
  readonly ignoreRepeatedDeliveries: boolean;
  /** Deliveries at once. */
  readonly size: number;
  /** Responses after which n8n is stopped. */
  readonly after: number;
}

function draw(round: number): Drawn {
  const bytes = createHash('sha256').update(`${SEED} ${round}`).digest();
  const size = 20 + (bytes.readUInt16BE(0) % 41);
  return {
    signal: round % 2 === 0 ? 'SIGKILL' : 'SIGTERM',
    ignoreRepeatedDeliveries: round % 4 < 3,
    size,
    after: 1 + (bytes.readUInt16BE(2) % size),
  };
}

async function endInTheMiddle(stage: Stage, drawn: Drawn, prefix: string): Promise<void> {
  const { n8n, server } = stage;
  const { ignoreRepeatedDeliveries } = drawn;
  const { id } = await publishTrigger(stage, { options: { ignoreRepeatedDeliveries } });
  const target = targetOf(stage);
  const all = Array.from({ length: drawn.size }, (_, index) => `${prefix}${index}`);
  const answered: string[] = [];
  let ended: Promise<void> | null = null;
  await Promise.all(
    all.map(async (one) => {
      if (!(await deliver(target, one)).startsWith('200')) return;
      answered.push(one);
      if (answered.length === drawn.after) ended = server.end(drawn.signal);
    }),
  );
  await ended;
  await server.start();

  const stored = new Set(await n8n.storedEventIds(id, answered));
  const lost = answered.filter((one) => !stored.has(one));
  assert.deepEqual(lost, [], `of ${answered.length} answered, these were not stored`);
  if (ignoreRepeatedDeliveries) {
    const again = await Promise.all(answered.map((one) => deliver(target, one)));
    const forgotten = again.filter((answer) => answer !== '200 repeated').length;
    assert.equal(
      forgotten,
      0,
      `of ${answered.length} acknowledged deliveries, this many were forgotten`,
    );
  }
  await n8n.unpublish(id);
}
