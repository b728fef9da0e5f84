/** @module The webhook in Kolvera follows what the user does in n8n. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowJson } from './n8n-client.mts';
import type { Proof } from './proof.mts';
import { publishTrigger, removeWebhook, type Stage } from './stage.mts';
import { triggerWorkflow } from './trigger-workflow.mts';

export async function proveRegistration(stage: Stage, prove: Proof): Promise<void> {
  const { n8n, kolvera, fields, credentialId } = stage;
  const { id, webhookId } = await publishTrigger(stage, { events: ['contact.created'] });
  const eventsInKolvera = () => kolvera.webhooks().map(({ events }) => events);
  const runs = (expected = 0) => n8n.runs(id, expected);

  async function republish(parameters: object) {
    await n8n.updateWorkflow(id, triggerWorkflow(stage.credentialId, parameters, webhookId));
    return n8n.publish(id);
  }

  async function expectDelivered(event: string) {
    const before = await runs();
    const { eventId } = await kolvera.fire(event);
    await kolvera.settled();
    const started = (await n8n.executions(id, before + 1)).slice(before);
    assert.deepEqual(
      started.flatMap(({ items }) => items.map((item) => Object(item).id)),
      [eventId],
    );
  }

  await prove('publishing makes one webhook, for the chosen events', async () => {
    assert.deepEqual(eventsInKolvera(), [['contact.created']]);
    await expectDelivered('contact.created');
  });
  await prove('another choice of events takes effect when it is published', async () => {
    assert.equal((await republish({ events: ['company.created'] })).error, null);
    assert.deepEqual(eventsInKolvera(), [['company.created']]);
    await expectDelivered('company.created');
  });
  await prove('two triggers in one workflow keep to their own webhook and events', async () => {
    const both = twoTriggers(credentialId);
    const twin = await n8n.createWorkflow(both);
    assert.equal((await n8n.publish(twin)).error, null);
    assert.equal(new Set(kolvera.webhooks().map(({ url }) => url)).size, 3);
    await kolvera.fire('meeting.booked');
    await kolvera.settled();
    assert.equal(await n8n.runs(twin, 1), 1);
    const [one] = both.nodes;
    await n8n.updateWorkflow(twin, { ...both, nodes: one === undefined ? [] : [one] });
    assert.equal((await n8n.publish(twin)).error, null);
    assert.deepEqual(eventsInKolvera().flat().sort(), ['company.created', 'meeting.booked']);
    await n8n.unpublish(twin);
    assert.deepEqual(eventsInKolvera(), [['company.created']]);
  });
  await prove('"Execute step" has a separate webhook, removed after the event', async () => {
    await n8n.listenForTestEvent(id);
    const urls = kolvera.webhooks().map(({ url }) => new URL(url).pathname.split('/')[1]);
    assert.deepEqual(urls.sort(), ['webhook', 'webhook-test']);
    const before = await runs();
    await kolvera.fire('company.created');
    await kolvera.settled();
    const modes = (await n8n.executions(id, before + 2)).slice(before).map(({ mode }) => mode);
    assert.deepEqual(modes.sort(), ['manual', 'webhook']);
    await until(() => kolvera.webhooks().length === 1);
    await expectDelivered('company.created');
  });
  await prove(
    'deliveries while the workflow is published again: each that n8n accepted arrives',
    async () => {
      const fired: string[] = [];
      const republished = republish({ events: ['company.created', 'company.updated'] });
      for (let time = 0; time < 10; time += 1) {
        fired.push((await kolvera.fire('company.created')).eventId);
        await sleep(50);
      }
      assert.equal((await republished).error, null);
      await kolvera.settled();
      const delivered = kolvera.deliveries({ status: 'delivered' }).map(({ event_id }) => event_id);
      const accepted = fired.filter((one) => delivered.includes(one));
      const stored = await n8n.storedEventIds(id, accepted);
      const lost = accepted.filter((one) => !stored.includes(one));
      assert.deepEqual(lost, [], 'n8n accepted these and stored no run');
      await expectDelivered('company.updated');
    },
  );
  await prove('a wrong API key is shown when publishing', async () => {
    await n8n.updateCredential(credentialId, { ...fields, apiKey: 'kol_live_wrong' });
    const { status, error } = await republish({ events: ['contact.updated'] });
    await n8n.updateCredential(credentialId, fields);
    assert.equal(status, 'failed');
    assert.match(error ?? '', /did not accept the API key/);
  });
  await prove('with the right key, publishing again leaves exactly one webhook', async () => {
    assert.equal((await republish({ events: ['contact.updated', 'contact.created'] })).error, null);
    assert.equal(kolvera.webhooks().length, 1);
    await expectDelivered('contact.updated');
  });
  await prove("another's webhook for the same URL is left alone", async () => {
    await n8n.unpublish(id);
    assert.deepEqual(kolvera.webhooks(), []);
    const url = `${stage.server.origin}/webhook/${webhookId}/webhook`;
    kolvera.addWebhook({ url, description: 'Made by hand' });
    const foreign = kolvera.webhooks();
    const { error } = await n8n.publish(id);
    assert.match(error ?? '', /Another webhook in Kolvera uses this URL/);
    assert.deepEqual(kolvera.webhooks(), foreign);
  });
  await prove(
    'manual registration: the secret in the credential verifies what Kolvera sends',
    async () => {
      const [byHand] = kolvera.webhooks();
      await n8n.updateCredential(credentialId, {
        apiKey: '',
        baseUrl: fields.baseUrl,
        webhookSecret: byHand?.secret ?? '',
      });
      assert.equal((await republish({ registration: 'manual' })).error, null);
      await expectDelivered('enrichment.completed');
      await n8n.updateCredential(credentialId, fields);
      await n8n.unpublish(id);
      assert.equal(kolvera.webhooks().length, 1, 'the webhook made by hand is gone');
      await removeWebhook(stage, byHand?.id ?? '');
    },
  );
  await prove('manual registration without a secret is refused when publishing', async () => {
    const { error } = await n8n.publish(id);
    assert.match(error ?? '', /no webhook secret/);
  });
  await prove('unpublishing removes the webhook', async () => {
    assert.equal((await republish({})).error, null);
    assert.equal(kolvera.webhooks().length, 1);
    await n8n.unpublish(id);
    assert.deepEqual(kolvera.webhooks(), []);
  });
}

function twoTriggers(credentialId: string): WorkflowJson {
  const booked = triggerWorkflow(credentialId, { events: ['meeting.booked'] }, 'booked');
  const enriched = triggerWorkflow(credentialId, { events: ['contact.enriched'] }, 'enriched');
  const others = enriched.nodes.map((node) => ({ ...node, id: 'other', name: 'Other Trigger' }));
  return { ...booked, nodes: [...booked.nodes, ...others] };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await sleep(100);
  }
}
