/** @module Each case catches the fault that it is about. */
import { describe, expect, test } from 'vitest';
import { type Fault, referenceConsumer } from '../test/reference-consumer.ts';
import { cases } from './cases/index.ts';
import { runCase } from './run-case.ts';
import { openStage } from './stage.ts';

const plantedFaults: Readonly<Record<string, Fault>> = {
  'every-event': 'loses-one-event-type',
  'only-subscribed-events': 'takes-every-event',
  'later-event': 'subscribes-to-known-events-only',
  'unknown-event': 'refuses-unknown-events',
  'unknown-keys': 'drops-unknown-keys',
  'any-text': 'reads-latin1',
  'large-event': 'refuses-large-bodies',
  'empty-data': 'refuses-empty-data',
  'many-at-once': 'loses-concurrent-events',
  'named-type': 'reads-type-as-data',
  'named-event-type': 'reads-event-type-as-data',
  'data-in-payload': 'reads-payload-as-unknown-key',
  'flat-body': 'takes-flat-id-for-event-id',
  'stable-id': 'invents-ids',
  'repeated-delivery': 'runs-repeats',
  'same-id-other-body': 'forgets-the-body-when-comparing',
  'tampered-body': 'verifies-nothing',
  'wrong-secret': 'signs-for-itself',
  'missing-signature': 'accepts-unsigned',
  'malformed-signature': 'ignores-trailing-characters',
  'prefixed-signature': 'ignores-prefix',
  'foreign-signature': 'accepts-any-known-secret',
  'rejection-answered': 'answers-200-to-forgeries',
  'subscribed-twice': 'subscribes-under-a-new-url',
  'changed-events': 'never-changes-events',
  'disabled-webhook': 'never-enables',
  'foreign-webhook': 'takes-over-webhooks',
  unsubscribed: 'never-unsubscribes',
  'unsubscribed-twice': 'fails-when-gone',
  'rotated-secret': 'keeps-the-old-secret',
  'rotation-loses-nothing': 'answers-200-while-the-secret-is-old',
  'wrong-api-key': 'never-tests-the-key',
  'revoked-api-key': 'tells-nothing',
  'rate-limited': 'tells-nothing',
  'api-down': 'tells-nothing',
  'api-hangs': 'tells-nothing',
  'lost-answer': 'creates-before-looking',
  'nothing-told': 'logs-the-secret',
};

test('a fault is planted for every case', () => {
  expect(Object.keys(plantedFaults).sort()).toEqual(cases.map(({ id }) => id).sort());
});

describe.each(cases)('$id', (conformanceCase) => {
  const { id } = conformanceCase;

  test('passes a sound consumer', { timeout: 60_000 }, async () => {
    const stage = await openStage(referenceConsumer());
    try {
      await runCase(stage, conformanceCase);
    } finally {
      await stage.close();
    }
  });

  test(`catches a consumer that ${plantedFaults[id]}`, { timeout: 60_000 }, async () => {
    const stage = await openStage(referenceConsumer(plantedFaults[id]));
    try {
      await expect(runCase(stage, conformanceCase)).rejects.toThrow();
    } finally {
      await stage.close();
    }
  });
});
