/** @module What arrives when a user narrows the choice of events beyond their types. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { asDelivery, deliver, freshEvent } from '../stage.ts';

/** A fresh event whose data has this under a key, and otherwise the sample's. */
function eventWith(
  name: 'campaign.email.replied' | 'contact.updated',
  key: string,
  value: unknown,
) {
  const event = freshEvent(name);
  return { ...event, data: { ...event.data, [key]: value } };
}

const reply = (campaign: unknown) => eventWith('campaign.email.replied', 'campaign', campaign);
const update = (fields: unknown) => eventWith('contact.updated', 'changed_fields', fields);

export const narrowing: readonly ConformanceCase[] = [
  {
    id: 'narrowed-to-campaigns',
    promise:
      'Narrowed to campaigns, by ID or name, only their events arrive; events that name no campaign arrive too.',
    async run(stage) {
      await stage.consumer.subscribe(['*'], { campaigns: ['cam_wanted', 'Winter freight'] });
      const byId = reply({ id: 'cam_wanted', name: 'Renamed since' });
      const byName = reply({ id: 'cam_7', name: 'Winter freight' });
      const other = reply({ id: 'cam_other', name: 'Summer freight' });
      const unnamed = reply(null);
      const unconcerned = freshEvent('contact.created');
      const sent = [byId, byName, other, unnamed, unconcerned];
      const ids = (await deliver(stage, ...sent.map(asDelivery))).map(({ id }) => id);
      assert.ok(!ids.includes(other.id), 'other campaigns’ events arrived');
      assert.ok(ids.includes(unnamed.id), 'an event that names no campaign was lost');
      assert.deepEqual(
        ids.sort(),
        [byId, byName, unnamed, unconcerned].map(({ id }) => id).sort(),
        'not all wanted events arrived, each once',
      );
    },
  },
  {
    id: 'narrowed-to-changed-fields',
    promise:
      'Narrowed to changed fields, only updates of one of them arrive; updates that name no field arrive too.',
    async run(stage) {
      await stage.consumer.subscribe(['contact.updated'], { changedFields: ['email', 'phone'] });
      const wanted = update(['title', 'email']);
      const other = update(['title']);
      const unnamed = update(null);
      const sent = [wanted, other, unnamed];
      const ids = (await deliver(stage, ...sent.map(asDelivery))).map(({ id }) => id);
      assert.ok(!ids.includes(other.id), 'other changes arrived');
      assert.ok(ids.includes(unnamed.id), 'a change that names no field was lost');
      assert.deepEqual(ids.sort(), [wanted.id, unnamed.id].sort(), 'not each arrived once');
    },
  },
];
