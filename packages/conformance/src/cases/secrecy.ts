/** @module No secret and no API key where others can read it. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { asDelivery, deliver, freshEvent } from '../stage.ts';

export const secrecy: readonly ConformanceCase[] = [
  {
    id: 'nothing-told',
    promise: 'No secret and no API key appears in a log, an error or an execution.',
    async run(stage) {
      const { kolvera, consumer } = stage;
      const { url } = await consumer.subscribe(['*']);
      await deliver(stage, asDelivery(freshEvent('contact.created')));
      await kolvera.deliverForged({ url, body: '{"event":"contact.created"}', headers: {} });
      kolvera.faults.next(Number.POSITIVE_INFINITY, 'server_error');
      await consumer.subscribe(['contact.created']).catch(() => undefined);
      kolvera.faults.clear();
      await consumer.connect('kol_live_mistyped_key').catch(() => undefined);
      await consumer.connect(kolvera.apiKey);
      const traces = await consumer.traces();
      for (const secret of [
        kolvera.apiKey,
        'kol_live_mistyped_key',
        ...kolvera.secretsEverIssued(),
      ]) {
        assert.ok(!traces.includes(secret), 'a secret or an API key was exposed');
      }
    },
  },
];
