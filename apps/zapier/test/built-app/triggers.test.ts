/** @slow Drives the built app. */
import { events } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { describe, expect, test } from 'vitest';
import { triggerKey } from '../../src/triggers/event-trigger.ts';
import { body, runsOf, useStage } from './stage.ts';

const stage = useStage();

/** What every event of the local Kolvera has of its own. */
const sentByThisKolvera = {
  created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  workspace_id: expect.any(String),
};

describe('each event', () => {
  test.each(events)(
    '$name starts its own trigger, in the form in which the editor loads it',
    async ({ name, sample }) => {
      await stage.zapier.turnOn(triggerKey(name));
      let eventId = '';
      const runs = await runsOf(stage, async () => {
        eventId = (await stage.kolvera.fire(name)).eventId;
      });
      const event = { ...sample, id: eventId, ...sentByThisKolvera };
      expect(runs).toEqual([{ status: 'success', items: [event] }]);
      expect(await stage.zapier.loadSamples(triggerKey(name))).toEqual(runs[0]?.items);
    },
  );
});

describe('deliveries', () => {
  test('an event of another type emits nothing', async () => {
    const url = await stage.zapier.turnOn('contact_created');
    const [webhook] = stage.kolvera.webhooks();
    const runs = await runsOf(stage, () =>
      stage.kolvera.deliverForged({
        url,
        body: body('company.created'),
        signWith: webhook?.secret ?? '',
      }),
    );
    expect(runs).toEqual([{ status: 'success', items: [] }]);
  });

  test('a forged one halts, with the reason', async () => {
    const url = await stage.zapier.turnOn('contact_created');
    const sent = body('contact.created');
    const runs = await runsOf(stage, async () => {
      await stage.kolvera.deliverForged({ url, body: sent });
      await stage.kolvera.deliverForged({
        url,
        body: sent,
        headers: { [SIGNATURE_HEADER]: 'abc' },
      });
      await stage.kolvera.deliverForged({ url, body: sent, signWith: 'whsec_of_somebody_else' });
    });
    expect(runs.map(({ status }) => status)).toEqual(['halted', 'halted', 'halted']);
    expect(runs.map(({ error }) => error?.message)).toEqual([
      expect.stringContaining('no X-Kolvera-Signature'),
      expect.stringContaining('64 hexadecimal digits'),
      expect.stringContaining('does not match'),
    ]);
  });

  test('a signed body that holds no event halts', async () => {
    const url = await stage.zapier.turnOn('contact_created');
    const signWith = stage.kolvera.webhooks()[0]?.secret ?? '';
    const runs = await runsOf(stage, () =>
      stage.kolvera.deliverForged({ url, body: 'not JSON', signWith }),
    );
    expect(runs[0]).toMatchObject({ status: 'halted', items: [] });
  });

  test('a body that is not UTF-8 halts, because Zapier hands it over as text', async () => {
    const url = await stage.zapier.turnOn('contact_created');
    const signWith = stage.kolvera.webhooks()[0]?.secret ?? '';
    const latin1 = Buffer.from(body('contact.created').replace('Lena', 'Ren\u00e9'), 'latin1');
    const runs = await runsOf(stage, () =>
      stage.kolvera.deliverForged({ url, body: latin1, signWith }),
    );
    expect(runs[0]).toMatchObject({ status: 'halted', items: [] });
  });

  test('a Zap turned on again over a webhook that stayed is not silent', async () => {
    const apiKey = stage.kolvera.apiKey;
    await stage.zapier.connect({ api_key: apiKey, webhook_secret: 'whsec_of_another_webhook' });
    await stage.zapier.turnOn('contact_created');
    stage.kolvera.faults.next(1, 'server_error');
    await expect(stage.zapier.turnOff()).rejects.toMatchObject({ code: 'unavailable' });
    await stage.zapier.turnOn('contact_created');
    const runs = await runsOf(stage, () => stage.kolvera.fire('contact.created'));
    expect(runs).toMatchObject([{ status: 'success', items: [{ event: 'contact.created' }] }]);
  });

  test('a missing secret is an error of the Zap', async () => {
    const sent = body('contact.created');
    const headers = { 'Http-X-Kolvera-Signature': sign(sent, 'whsec_any') };
    const refusal = stage.zapier.call('triggers.contact_created.operation.perform', {
      rawRequest: { method: 'POST', headers, content: sent },
    });
    await expect(refusal).rejects.toMatchObject({ type: 'AppError', code: 'missing_secret' });
  });

  test('switching off is told to Kolvera, and later deliveries are answered 410', async () => {
    const url = await stage.zapier.turnOn('contact_created');
    expect(stage.kolvera.webhooks()).toMatchObject([{ url, events: ['contact.created'] }]);
    await stage.zapier.turnOff();
    expect(stage.kolvera.webhooks()).toEqual([]);
    expect(await stage.kolvera.deliverForged({ url, body: '{}' })).toMatchObject({ status: 410 });
    await stage.zapier.turnOff();
  });

  test('switching off removes the webhook after somebody renamed it in Kolvera', async () => {
    await stage.zapier.turnOn('contact_created');
    const [webhook] = stage.kolvera.webhooks();
    const renamed = await fetch(`${stage.kolvera.baseUrl}/webhooks/${webhook?.id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${stage.kolvera.apiKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ description: 'CRM' }),
    });
    expect(renamed.status).toBe(200);
    await stage.zapier.turnOff();
    expect(stage.kolvera.webhooks()).toEqual([]);
  });
});
