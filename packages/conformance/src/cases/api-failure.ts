/** @module What the user meets when Kolvera's API refuses or fails, and what is left behind. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { type Stage, webhooksFor } from '../stage.ts';

type Fault = Parameters<Stage['kolvera']['faults']['next']>[1];

/** The sentence that the user reads. @throws AssertionError when the call succeeded. */
async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => assert.fail('it should have been refused'),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** A failure while subscribing and one while unsubscribing; the next call has to set it right. */
function failure(id: string, what: string, fault: Fault, clear: RegExp): ConformanceCase {
  return {
    id,
    promise: `${what} gives a clear error, and the next call leaves exactly one webhook or none.`,
    async run(stage) {
      const { kolvera, consumer } = stage;
      kolvera.faults.next(Number.POSITIVE_INFINITY, fault);
      assert.match(await refusal(consumer.subscribe(['*'])), clear);
      kolvera.faults.clear();
      const { url } = await consumer.subscribe(['*']);
      assert.equal(webhooksFor(stage, url).length, 1);

      kolvera.faults.next(Number.POSITIVE_INFINITY, fault);
      assert.match(await refusal(consumer.unsubscribe()), clear);
      kolvera.faults.clear();
      await consumer.unsubscribe();
      assert.deepEqual(kolvera.webhooks(), []);
    },
  };
}

export const apiFailure: readonly ConformanceCase[] = [
  {
    id: 'wrong-api-key',
    promise: 'A wrong API key is refused when connecting, in a sentence that says so.',
    async run({ consumer, kolvera }) {
      const wrongKey = 'kol_live_not_a_key_of_this_workspace';
      const sentence = await refusal(consumer.connect(wrongKey));
      await consumer.connect(kolvera.apiKey);
      assert.match(sentence, /API key/i);
      assert.doesNotMatch(sentence, new RegExp(wrongKey));
    },
  },
  failure('revoked-api-key', 'An API key that was revoked', 'unauthorized', /API key/i),
  failure('rate-limited', 'A rate limit (429)', 'rate_limited', /too many requests/i),
  failure('api-down', 'An API that answers 500', 'server_error', /try again|later/i),
  failure('api-hangs', 'An API that hangs', 'hang', /did not answer|in time/i),
  {
    id: 'lost-answer',
    promise: 'When the answer to subscribing is lost, one webhook is left after the next call.',
    async run(stage) {
      const { kolvera, consumer } = stage;
      kolvera.faults.next(1, 'drop_after', { operation: 'createWebhook' });
      await consumer.subscribe(['*']).catch(() => undefined);
      kolvera.faults.clear();
      const { url } = await consumer.subscribe(['*']);
      assert.equal(webhooksFor(stage, url).length, 1);
      assert.equal(kolvera.webhooks().length, 1);
    },
  },
];
