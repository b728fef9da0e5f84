import { events } from '@kolvera/event-schema';
import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { triggerKey } from '../src/triggers/event-trigger.ts';
import { startZapier, type ZapierStandIn } from './zapier/stand-in.ts';

// Loading the app on Node 22 takes a second, and more on a busy machine.
const TIME_LIMIT_MS = 60_000;

let kolvera: Sandbox;
let zapier: ZapierStandIn;
beforeAll(async () => {
  kolvera = await startSandbox();
  zapier = await startZapier({ KOLVERA_API_URL: kolvera.baseUrl });
}, TIME_LIMIT_MS);
afterAll(async () => {
  await zapier?.stop();
  await kolvera?.close();
}, TIME_LIMIT_MS);
beforeEach(() => zapier.connect({ api_key: kolvera.apiKey }), TIME_LIMIT_MS);
afterEach(async () => {
  kolvera.faults.clear();
  await zapier.connect({ api_key: kolvera.apiKey });
  await zapier.turnOff();
}, TIME_LIMIT_MS);

/** The runs that a step of the test led to. */
async function runsOf(step: () => Promise<unknown>) {
  const before = (await zapier.runs()).length;
  await step();
  await kolvera.settled();
  return (await zapier.runs()).slice(before);
}

/** What every event of the local Kolvera has of its own. */
const sentByThisKolvera = {
  created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  workspace_id: expect.any(String),
};

function body(event: string, changes: object = {}): string {
  const definition = events.find(({ name }) => name === event);
  return JSON.stringify({ ...definition?.sample, ...changes });
}

describe('connecting', () => {
  test('labels the connection with workspace and user', async () => {
    const label = await zapier.connect({ api_key: ` ${kolvera.apiKey}\n` });
    expect(label).toBe(`${kolvera.workspace.name} (Priya Nair)`);
  });

  test('asks to reconnect when the key is wrong, without repeating it', async () => {
    const refusal = zapier.connect({ api_key: 'kol_live_wrong' });
    await expect(refusal).rejects.toMatchObject({ type: 'ExpiredAuthError' });
    await expect(refusal).rejects.toThrow(/did not accept the API key/);
    await expect(refusal).rejects.not.toThrow(/kol_live_wrong/);
  });

  test('asks to reconnect when the key cannot stand in a header', async () => {
    const refusal = zapier.connect({ api_key: 'two\nlines' });
    await expect(refusal).rejects.toMatchObject({ type: 'ExpiredAuthError' });
  });

  test(
    'gives up on a Kolvera that hangs, in time to say so',
    async () => {
      kolvera.faults.next(1, 'hang');
      await expect(zapier.connect({ api_key: kolvera.apiKey })).rejects.toMatchObject({
        type: 'AppError',
        message: expect.stringContaining('did not answer in time'),
      });
    },
    TIME_LIMIT_MS,
  );

  test('takes a webhook secret alone, for the Verify Webhook action', async () => {
    const label = await zapier.connect({ webhook_secret: 'whsec_pasted_from_kolvera' });
    expect(label).toBe('Verify Webhook only (no API key)');
    await expect(zapier.turnOn('contact_created')).rejects.toThrow(/no API key/);
  });

  test('needs one of the two', async () => {
    await expect(zapier.connect({ api_key: '', webhook_secret: ' ' })).rejects.toThrow(
      /Enter an API key/,
    );
  });
});

describe('each event', () => {
  test.each(events)(
    '$name starts its own trigger, in the form in which the editor loads it',
    async ({ name, sample }) => {
      await zapier.turnOn(triggerKey(name));
      let eventId = '';
      const runs = await runsOf(async () => {
        eventId = (await kolvera.fire(name)).eventId;
      });
      const event = { ...sample, id: eventId, ...sentByThisKolvera };
      expect(runs).toEqual([{ status: 'success', items: [event] }]);
      expect(await zapier.loadSamples(triggerKey(name))).toEqual(runs[0]?.items);
    },
    TIME_LIMIT_MS,
  );
});

describe('the editor', () => {
  let empty: Sandbox;
  let other: ZapierStandIn;
  beforeAll(async () => {
    empty = await startSandbox();
    other = await startZapier({ KOLVERA_API_URL: empty.baseUrl });
    await other.connect({ api_key: empty.apiKey });
  }, TIME_LIMIT_MS);
  afterAll(async () => {
    await other?.stop();
    await empty?.close();
  }, TIME_LIMIT_MS);

  test.each(events)('$name falls back to its sample', async ({ name, sample }) => {
    expect(await other.loadSamples(triggerKey(name))).toEqual([sample]);
  });

  test('New Event falls back to the samples of the chosen types, or of all', async () => {
    const chosen = ['meeting.booked', 'contact.created'];
    const some = await other.loadSamples('new_event', { events: chosen });
    expect(some.map((item) => (item as { event: string }).event).sort()).toEqual(chosen.sort());
    expect(await other.loadSamples('new_event')).toEqual(events.map(({ sample }) => sample));
  });

  test('New Event offers recent events of the chosen types', async () => {
    for (const name of ['contact.created', 'company.created', 'contact.created'] as const) {
      await empty.fire(name);
    }
    const items = await other.loadSamples('new_event', {
      events: ['contact.created', 'meeting.booked'],
    });
    expect(items.map((item) => (item as { event: string }).event)).toEqual([
      'contact.created',
      'contact.created',
    ]);
  });

  test('says that the connection has to be renewed rather than showing samples', async () => {
    empty.faults.next(1, 'unauthorized');
    await expect(other.loadSamples('contact_created')).rejects.toMatchObject({
      type: 'ExpiredAuthError',
    });
  });
});

describe('deliveries', () => {
  test('an event of another type emits nothing', async () => {
    const url = await zapier.turnOn('contact_created');
    const [webhook] = kolvera.webhooks();
    const runs = await runsOf(() =>
      kolvera.deliverForged({
        url,
        body: body('company.created'),
        signWith: webhook?.secret ?? '',
      }),
    );
    expect(runs).toEqual([{ status: 'success', items: [] }]);
  });

  test('a forged one halts, with the reason', async () => {
    const url = await zapier.turnOn('contact_created');
    const sent = body('contact.created');
    const runs = await runsOf(async () => {
      await kolvera.deliverForged({ url, body: sent });
      await kolvera.deliverForged({ url, body: sent, headers: { [SIGNATURE_HEADER]: 'abc' } });
      await kolvera.deliverForged({ url, body: sent, signWith: 'whsec_of_somebody_else' });
    });
    expect(runs.map(({ status }) => status)).toEqual(['halted', 'halted', 'halted']);
    expect(runs.map(({ error }) => error?.message)).toEqual([
      expect.stringContaining('no X-Kolvera-Signature'),
      expect.stringContaining('64 hexadecimal digits'),
      expect.stringContaining('does not match'),
    ]);
  });

  test('a body that is no event halts', async () => {
    const url = await zapier.turnOn('contact_created');
    const signWith = kolvera.webhooks()[0]?.secret ?? '';
    const runs = await runsOf(() => kolvera.deliverForged({ url, body: 'not JSON', signWith }));
    expect(runs[0]).toMatchObject({ status: 'halted', items: [] });
  });

  test('a missing secret is an error of the Zap', async () => {
    const sent = body('contact.created');
    const headers = { 'Http-X-Kolvera-Signature': sign(sent, 'whsec_any') };
    const refusal = zapier.call('triggers.contact_created.operation.perform', {
      rawRequest: { method: 'POST', headers, content: sent },
    });
    await expect(refusal).rejects.toMatchObject({ type: 'AppError', code: 'missing_secret' });
  });

  test('switching off is told to Kolvera, and later deliveries are answered 410', async () => {
    const url = await zapier.turnOn('contact_created');
    expect(kolvera.webhooks()).toMatchObject([{ url, events: ['contact.created'] }]);
    await zapier.turnOff();
    expect(kolvera.webhooks()).toEqual([]);
    expect(await kolvera.deliverForged({ url, body: '{}' })).toMatchObject({ status: 410 });
    await zapier.turnOff();
  });
});

describe('when Kolvera fails', () => {
  test('429 is tried again, after the time that Kolvera asks for', async () => {
    kolvera.faults.next(1, 'rate_limited');
    await expect(zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'ThrottledError',
      delay: 2,
    });
  });

  test('a revoked key asks to reconnect', async () => {
    kolvera.faults.next(1, 'unauthorized');
    await expect(zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'ExpiredAuthError',
    });
  });

  test('5xx is explained', async () => {
    kolvera.faults.next(1, 'server_error');
    await expect(zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'AppError',
      code: 'unavailable',
      message: expect.stringMatching(/not available right now.+Try again/),
    });
  });

  test('a lost connection is explained', async () => {
    kolvera.faults.next(1, 'drop_before');
    await expect(zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'AppError',
      message: 'Kolvera could not be reached. Try again later.',
    });
  });
});

test(
  "Zapier's log has the calls, with key and secret taken out",
  async () => {
    await zapier.turnOn('contact_created');
    const secret = kolvera.webhooks()[0]?.secret ?? '';
    await vi.waitFor(
      async () => {
        const traces = await zapier.traces();
        expect(traces.includes(`201 POST ${kolvera.baseUrl}/webhooks`)).toBe(true);
        expect(traces.includes('Authorization: :censored:')).toBe(true);
      },
      { timeout: TIME_LIMIT_MS / 2 },
    );
    const traces = await zapier.traces();
    expect(secret).not.toBe('');
    expect([kolvera.apiKey, secret].filter((credential) => traces.includes(credential))).toEqual(
      [],
    );
  },
  TIME_LIMIT_MS,
);

describe('Verify Webhook', () => {
  const secret = 'whsec_pasted_from_kolvera';
  const raw = body('meeting.booked');
  beforeEach(() => zapier.connect({ webhook_secret: secret }));

  test('reads the event that Catch Raw Hook caught', async () => {
    const event = await zapier.act('verify_webhook', { body: raw, digest: sign(raw, secret) });
    expect(event).toEqual(JSON.parse(raw));
  });

  test.each([
    ['the signature is missing', { body: raw, digest: '' }, 'no X-Kolvera-Signature'],
    ['the signature is malformed', { body: raw, digest: 'sha256=' }, '64 hexadecimal digits'],
    ['the body was changed', { body: `${raw} `, digest: sign(raw, secret) }, 'does not match'],
    ['nothing was passed on', {}, 'no X-Kolvera-Signature'],
    [
      'the event is of another type',
      { body: raw, digest: sign(raw, secret), event: 'contact.created' },
      'meeting.booked',
    ],
  ])('stops the Zap when %s, and says so', async (_, input, reason) => {
    const refusal = zapier.act('verify_webhook', input);
    await expect(refusal).rejects.toMatchObject({ type: 'HaltedError' });
    await expect(refusal).rejects.toThrow(reason);
  });

  test('without a secret in the connection it is an error of the Zap', async () => {
    await zapier.connect({ api_key: kolvera.apiKey });
    await expect(
      zapier.act('verify_webhook', { body: raw, digest: sign(raw, secret) }),
    ).rejects.toMatchObject({ type: 'AppError', code: 'missing_secret' });
  });
});
