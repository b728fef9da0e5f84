/** @module What the user reads when Kolvera's API refuses or fails, and what is left behind. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { expectWebhooks } from '../stage.ts';
import type { ApiFault } from '../test-sandbox.ts';

/** The sentence that the user reads. @throws AssertionError when the call succeeded. */
async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => assert.fail('it should have been refused'),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

function assertClear(sentence: string, clear: RegExp): void {
  assert.match(sentence, clear, `the user cannot tell what is wrong: ${sentence}`);
}

/** A failure while subscribing and one while unsubscribing; the next call has to recover. */
function failure(id: string, what: string, fault: ApiFault, clear: RegExp): ConformanceCase {
  return {
    id,
    promise: `${what} gives a clear error, and the next call leaves exactly one webhook or none.`,
    async run(stage) {
      const { kolvera, consumer } = stage;
      kolvera.faults.next(Number.POSITIVE_INFINITY, fault);
      assertClear(await refusal(consumer.subscribe(['*'])), clear);
      kolvera.faults.clear();
      const { url } = await consumer.subscribe(['*']);
      expectWebhooks(stage, [url], 'subscribing again');

      kolvera.faults.next(Number.POSITIVE_INFINITY, fault);
      assertClear(await refusal(consumer.unsubscribe()), clear);
      kolvera.faults.clear();
      await consumer.unsubscribe();
      expectWebhooks(stage, [], 'unsubscribing again');
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
      assertClear(sentence, /API key/i);
      assert.ok(!sentence.includes(wrongKey), 'the sentence quotes the key');
    },
  },
  failure('revoked-api-key', 'An API key that was revoked', 'unauthorized', /API key/i),
  failure('rate-limited', 'A rate limit (429)', 'rate_limited', /too many requests/i),
  failure('api-down', 'An API that answers 500', 'server_error', /try again|later/i),
  failure('api-hangs', 'An API that hangs', 'hang', /did not answer|in time/i),
  {
    id: 'lost-answer',
    promise: 'When the response to subscribing is lost, the next call leaves one webhook, or none.',
    async run(stage) {
      const { kolvera, consumer } = stage;
      const subscribeWithLostAnswer = async () => {
        kolvera.faults.next(1, 'drop_after', 'POST /webhooks');
        await consumer.subscribe(['*']).catch(() => undefined);
        kolvera.faults.clear();
      };
      await subscribeWithLostAnswer();
      await consumer.unsubscribe();
      expectWebhooks(stage, [], 'unsubscribing');

      await subscribeWithLostAnswer();
      const { url } = await consumer.subscribe(['*']);
      expectWebhooks(stage, [url], 'subscribing again');
    },
  },
];
