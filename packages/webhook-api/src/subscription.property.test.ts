import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeKolvera, type Fault, type StoredWebhook } from '../test/fake-kolvera.ts';
import { type Subscription, subscribe, unsubscribe } from './index.ts';

const URL = 'https://n8n.example/webhook/abc';
const OWNER = { connector: 'n8n', installation: 'abc123' };
const OURS = 'Kolvera for n8n [n8n:abc123]';

const faults = fc.constantFrom<Fault | null>(
  null,
  null,
  'refused',
  'lost',
  'lost_after',
  'garbled_after',
);
const events = fc.constantFrom([], ['contact.created'], ['contact.created', 'meeting.booked']);

/** What the connector does next, and the faults that its requests meet one after another. */
const step = fc.record({
  action: fc.constantFrom('subscribe', 'unsubscribe', 'disable', 'forget'),
  events,
  faults: fc.array(faults, { maxLength: 6 }),
});

const world = fc.record({
  steps: fc.array(step, { maxLength: 8 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
  allowsDuplicates: fc.boolean(),
  namesConflicts: fc.boolean(),
  strangers: fc.integer({ min: 0, max: 5 }),
  leftovers: fc.integer({ min: 0, max: 3 }),
  secret: fc.constantFrom(undefined, 'of-another-webhook'),
});

test('after anything, one call without a fault leaves exactly one of ours, or none', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      events,
      async ({ steps, strangers, leftovers, secret, ...options }, chosen) => {
        const kolvera = new FakeKolvera(options);
        for (let count = 0; count < strangers; count += 1) kolvera.seed(stranger(count));
        const before = strangersOf(kolvera);
        const most = options.allowsDuplicates ? leftovers : Math.min(leftovers, 1);
        for (let count = 0; count < most; count += 1) kolvera.seed({ url: URL, description: OURS });

        const connector = new Connector(kolvera, secret);
        for (const { action, events, faults } of steps) {
          for (const fault of faults) kolvera.plant(fault);
          await connector.do(action, events);
          kolvera.forgetFaults();
        }

        const subscription = await connector.subscribe(chosen);
        expect(kolvera.at(URL)).toEqual([
          expect.objectContaining({
            id: subscription.id,
            events: chosen.length === 0 ? ['*'] : chosen,
            status: 'active',
            secret: subscription.secret,
          }),
        ]);
        expect(strangersOf(kolvera)).toEqual(before);

        await connector.unsubscribe();
        expect(kolvera.at(URL)).toEqual([]);
        expect(strangersOf(kolvera)).toEqual(before);
      },
    ),
    { numRuns: 300 },
  );
});

/** A connector as platforms drive it: it keeps what the last call that succeeded gave it. */
class Connector {
  readonly #kolvera: FakeKolvera;
  readonly #secret: string | undefined;
  #known: Subscription | undefined;

  constructor(kolvera: FakeKolvera, secret: string | undefined) {
    this.#kolvera = kolvera;
    this.#secret = secret;
  }

  async do(action: string, events: readonly string[]): Promise<void> {
    // Only the last call of a test has to succeed.
    if (action === 'subscribe') await this.subscribe(events).catch(() => {});
    if (action === 'unsubscribe') await this.unsubscribe().catch(() => {});
    if (action === 'forget') this.#known = undefined;
    if (action === 'disable') this.#disable();
  }

  async subscribe(events: readonly string[]): Promise<Subscription> {
    const known = this.#known;
    this.#known = await subscribe(this.#kolvera.transport, {
      url: URL,
      events,
      owner: OWNER,
      secret: this.#secret,
      known,
    });
    return this.#known;
  }

  async unsubscribe(): Promise<void> {
    await unsubscribe(this.#kolvera.transport, { id: this.#known?.id, url: URL, owner: OWNER });
    this.#known = undefined;
  }

  #disable(): void {
    for (const webhook of this.#kolvera.at(URL)) {
      this.#kolvera.webhooks.set(webhook.id, { ...webhook, status: 'disabled' });
    }
  }
}

function stranger(count: number) {
  const description =
    [null, 'By hand', 'Kolvera for n8n [n8n:other]', `${OURS}.`][count % 4] ?? null;
  return { url: `${URL}/stranger/${count}`, description };
}

function strangersOf(kolvera: FakeKolvera): StoredWebhook[] {
  return [...kolvera.webhooks.values()].filter(({ url }) => url !== URL);
}
