/** The condition decides as `isWanted` of @kolvera/delivery does, and loses no event that it lets through. */
import { isWanted } from '@kolvera/delivery';
import { events, identifyEvents, parseEvents, sampleEvent } from '@kolvera/event-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handleDelivery } from '../interpreter/handle-delivery.ts';
import type { Collection, Value } from '../interpreter/iml/value.ts';
import { incomingCommunication } from '../src/app/incoming-communication.ts';
import { sentData } from './sent-sample.ts';
import { withMake } from './with-make.ts';

const communication = JSON.parse(
  JSON.stringify(incomingCommunication('parameters.secret', events)),
);

interface Choice {
  readonly campaigns: readonly string[] | null;
  readonly changedFields: readonly string[] | null;
}

function starts(sent: unknown, choice: Choice): boolean {
  const body: Value = JSON.parse(JSON.stringify(sent));
  const parameters = { events: ['*'], verify: false, secret: null, ...choice };
  const delivery = { method: 'POST', query: {}, headers: {}, body };
  const context = { parameters, data: {}, verificationAnswers: true };
  return handleDelivery(communication, delivery, context).bundle !== undefined;
}

function wanted(body: unknown, { campaigns, changedFields }: Choice): boolean {
  const [event] = identifyEvents(parseEvents(JSON.stringify(body)), () => 'none');
  if (event === undefined) throw new TypeError('There is no event.');
  const narrowedTo = { campaigns: campaigns ?? [], changedFields: changedFields ?? [] };
  return isWanted(event, { events: ['*'], ...narrowedTo });
}

const values = ['cam_1', 'Winter freight', '7', 'email', 'title'];
const choice = fc.record({
  campaigns: fc.option(fc.subarray(values)),
  changedFields: fc.option(fc.subarray(values)),
});
const campaign = fc.record(
  {
    id: fc.constantFrom<Value>('cam_1', 'cam_2', 7, '', null, true, { deep: 1 }, ['cam_1']),
    name: fc.constantFrom<Value>('Winter freight', 'Summer', null, '', {}, false),
  },
  { requiredKeys: [] },
);
const data = fc.record<{ [key: string]: Value }>(
  {
    campaign: fc.oneof(campaign, fc.constantFrom<Value>(null, 'cam_1', [])),
    changed_fields: fc.oneof(
      fc.array(fc.constantFrom('email', 'title', 'notes')),
      fc.constantFrom<Value>(null, 'email', {}, [null], [''], [{ email: 1 }]),
    ),
  },
  { requiredKeys: [] },
);
const names = fc.constantFrom(...events.map(({ name }) => name), 'campaign.later');
const body = fc
  .tuple(names, data, fc.constantFrom('data', 'payload', 'flat'))
  .map(([event, inside, form]): Collection => {
    const sent = sentData(event, inside);
    return form === 'flat' ? { ...sent, event } : { event, [form]: sent };
  });

test('property: what it starts with is what the other connectors want', () => {
  fc.assert(
    fc.property(body, choice, (sent, narrowedTo) => {
      expect(starts(sent, narrowedTo)).toBe(wanted(sent, narrowedTo));
    }),
    { numRuns: 1000 },
  );
});

describe('the form', () => {
  test('offers what the events of its subject can be narrowed by', async () => {
    const make = await withMake();
    const add = (id: string, form: Collection) => make.addWebhook(id, { verify: false, ...form });
    await add('manualEvents', { campaigns: ['Winter freight'], changedFields: ['email'] });
    await expect(add('manualEvents', { campaigns: [7] })).rejects.toThrow('"Campaigns"');
    await expect(add('manualEvents', { changedFields: ['no such'] })).rejects.toThrow(
      '"Changed fields"',
    );
    await expect(add('meetings', { campaigns: [] })).rejects.toThrow('has no campaigns');
  });

  test('left empty, everything arrives', () => {
    const empty = { campaigns: [], changedFields: [] };
    for (const { name } of events) expect(starts(sampleEvent(name), empty)).toBe(true);
  });
});
