/** A record that was sent bare is where the catalogue has it, as event-schema puts it. */
import { events, knownEvent, parseEvent } from '@kolvera/event-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handleDelivery } from '../interpreter/handle-delivery.ts';
import type { Value } from '../interpreter/iml/value.ts';
import { part } from '../interpreter/section.ts';
import { asSent } from '../src/app/as-sent.ts';
import { incomingCommunication } from '../src/app/incoming-communication.ts';
import { fieldsOf, sentData } from './sent-sample.ts';

const communication = JSON.parse(
  JSON.stringify(incomingCommunication('parameters.secret', events)),
);
const parameters = {
  ...{ events: ['*'], campaigns: null, changedFields: null },
  ...{ verify: false, secret: null },
};

function received(body: Value): Value {
  const delivery = { method: 'POST', query: {}, headers: {}, body };
  const context = { parameters, data: {}, verificationAnswers: true };
  return part(handleDelivery(communication, delivery, context).bundle, 'data');
}

const fields = events.flatMap(({ name }) => knownEvent(name)?.record?.fields ?? []);
const keys = fc.oneof(
  fc.constantFrom('contact', 'company', 'campaign', 'meeting', 'job', 'phone', 'shoe_size', ''),
  fc.constantFrom(...fields),
);
const plain = fc.constantFrom<Value>('text', 7, 0, true, false, null, ['a'], []);
const object = fc.constantFrom<Value>({}, { id: 'x' });
/** Only what the catalogue knows as an object is one (docs/make.md, Limits). */
const data = fc
  .dictionary(keys, fc.tuple(plain, object, fc.boolean()))
  .map((entries) =>
    Object.fromEntries(
      Object.entries(entries).map(([key, [value, inner, isObject]]) => [
        key,
        isObject && /^(contact|company|campaign|meeting|job|shoe_size|)$/u.test(key)
          ? inner
          : value,
      ]),
    ),
  );

const names = fc.constantFrom(...events.map(({ name }) => name), 'contact.merged');

test('property: whatever the data and wherever it is, it is placed as event-schema places it', () => {
  const forms = fc.constantFrom('data', 'payload', 'flat');
  fc.assert(
    fc.property(names, data, forms, (event, named, form) => {
      const sent = sentData(event, named);
      const body = form === 'flat' ? { ...sent, event } : { event, id: 'evt_1', [form]: sent };
      expect(received(body)).toEqual(
        asSent(parseEvent(JSON.stringify(body)).data, fieldsOf(event)),
      );
    }),
    { numRuns: 1000 },
  );
});
