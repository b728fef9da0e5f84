/** @module Where a case runs: a local Kolvera and one running consumer of its events. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  type EventName,
  type EventOf,
  identifyEvents,
  type KolveraEvent,
  parseEvents,
  sampleEvent,
} from '@kolvera/event-schema';
import { type ManualClock, manualClock } from '@kolvera/sandbox';
import { fingerprint } from '@kolvera/signature';
import { call, createFetchTransport, deleteWebhook } from '@kolvera/webhook-api';
import { expectSame } from './same-events.ts';
import type { RunningSubject, Subject } from './subject.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';

export interface Stage {
  readonly kolvera: TestSandbox;
  /** Kolvera's clock: later attempts come when a case advances it. */
  readonly clock: ManualClock;
  readonly consumer: RunningSubject;
  /** See `Subject`. */
  readonly parsesDates: boolean;
  close(): Promise<void>;
}

/** Starts a local Kolvera, and the subject connected to it. */
export async function openStage(subject: Subject): Promise<Stage> {
  const clock = manualClock();
  const kolvera = await startTestSandbox({ clock });
  let started: RunningSubject | undefined;
  const close = async () => {
    await started?.stop();
    await kolvera.close();
  };
  try {
    const consumer = await subject.start({ baseUrl: kolvera.baseUrl });
    started = consumer;
    await consumer.connect(kolvera.apiKey);
    return { kolvera, clock, consumer, parsesDates: subject.parsesDates ?? false, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a case has Kolvera send to the subscribers of an event. */
export interface Sent {
  readonly event: string;
  readonly body: string;
  /** In lower case, beside those of every delivery. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What every consumer has to make of a delivery: its events, their missing ids filled in. */
function eventsOf({ body, headers = {} }: Omit<Sent, 'event'>): readonly KolveraEvent[] {
  const header = (name: string) => headers[name];
  return identifyEvents(parseEvents(body, { header }), () => fingerprint(body));
}

/** The event of a delivery that has one. */
export function normalised(body: string, headers: Sent['headers'] = {}): KolveraEvent {
  const [event] = eventsOf({ body, headers });
  if (event === undefined) throw new TypeError('The body holds no event.');
  return event;
}

/** The catalogue's sample with a new id; `changes` replace whole keys of the envelope. */
export function freshEvent<Name extends EventName>(
  name: Name,
  changes: Record<string, unknown> = {},
): EventOf<Name> {
  return { ...sampleEvent(name), id: `evt_${randomUUID()}`, ...changes };
}

/**
 * Sends bodies one after the other and returns what newly reached the user's workflow, once Kolvera
 * and the platform have nothing in flight.
 */
export async function deliver(
  stage: Stage,
  ...bodies: readonly Sent[]
): Promise<readonly KolveraEvent[]> {
  const { kolvera, consumer } = stage;
  const before = (await consumer.received()).length;
  for (const { event, body, headers } of bodies) await kolvera.fireBody(event, body, headers);
  await kolvera.settled();
  return (await consumer.received()).slice(before);
}

/** Sends a delivery and expects its events to arrive, once and normalised. @throws AssertionError */
export async function expectArrival(stage: Stage, sent: Sent): Promise<void> {
  expectSame(
    stage,
    await deliver(stage, sent),
    eventsOf(sent),
    `${sent.event} did not arrive once, as it was sent`,
  );
}

/** An event as `deliver` and `expectArrival` take it. */
export function asDelivery(event: { readonly event: string }) {
  return { event: event.event, body: JSON.stringify(event) };
}

/** @throws AssertionError unless Kolvera has a webhook for each of these URLs, and no other. */
export function expectWebhooks({ kolvera }: Stage, urls: readonly string[], when: string): void {
  assert.deepEqual(
    kolvera.webhooks().map((webhook) => webhook.url),
    urls,
    `after ${when}, Kolvera has other webhooks than expected`,
  );
}

/** The webhooks in Kolvera for a URL. */
export function webhooksFor({ kolvera }: Stage, url: string) {
  return kolvera.webhooks().filter((webhook) => webhook.url === url);
}

/** Removes a webhook as its owner would in Kolvera's settings, behind the consumer's back. */
export async function removeWebhook({ kolvera }: Stage, id: string): Promise<void> {
  const { baseUrl, apiKey } = kolvera;
  await call(createFetchTransport({ baseUrl, apiKey }), deleteWebhook(id));
}
