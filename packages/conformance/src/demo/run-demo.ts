/** @module Sends all events, and hostile deliveries, to one consumer after the other. */
import { setTimeout as pause } from 'node:timers/promises';
import { events } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { limitsOf } from '../limits/limits-of.ts';
import { isSame } from '../same-events.ts';
import {
  asDelivery,
  freshEvent,
  normalised,
  openStage,
  type Stage,
  webhooksFor,
} from '../stage.ts';
import type { Subject } from '../subject.ts';
import type { Cell, Column, DemoReport } from './demo-report.ts';

const ARRIVAL_LIMIT_MS = 10_000;

type Trial = (stage: Stage, target: { url: string; secret: string }) => Promise<Cell>;

/** A delivery that must not start a workflow. */
function forged(signature: (body: string, secret: string) => Record<string, string>): Trial {
  return async ({ kolvera, consumer }, { url, secret }) => {
    const before = (await consumer.received()).length;
    const { body } = asDelivery(freshEvent('contact.created'));
    await kolvera.deliverForged({ url, body, headers: signature(body, secret) });
    return (await consumer.received()).length === before
      ? { ok: true, text: 'rejected' }
      : { ok: false, text: 'ACCEPTED', note: 'A forged delivery reached the workflow.' };
  };
}

function repeated(limit: string | undefined): Trial {
  return async ({ kolvera, consumer }) => {
    const before = (await consumer.received()).length;
    const { event, body } = asDelivery(freshEvent('meeting.booked'));
    await kolvera.fireBody(event, body);
    await kolvera.fireBody(event, body);
    await kolvera.settled();
    const times = (await consumer.received()).length - before;
    const text = `${times} times`;
    if (times === 1) return { ok: true, text: 'once' };
    if (limit !== undefined && times === 2) return { ok: true, text, limit: true };
    return { ok: false, text, note: 'It should have run once.' };
  };
}

const HOSTILE: Readonly<Record<string, Trial>> = {
  'tampered body': forged((body, secret) => ({ [SIGNATURE_HEADER]: sign(`${body} `, secret) })),
  'wrong secret': forged((body) => ({ [SIGNATURE_HEADER]: sign(body, 'whsec_a_guess') })),
  unsigned: forged(() => ({})),
};

const SENT_TWICE = 'sent twice';

/** Sends one event and times it from the call to the user's workflow. */
async function fireAndTime(stage: Stage, name: string, body: string): Promise<Cell> {
  const { kolvera, consumer } = stage;
  const before = (await consumer.received()).length;
  const start = performance.now();
  await kolvera.fireBody(name, body);
  while (performance.now() - start < ARRIVAL_LIMIT_MS) {
    const arrived = (await consumer.received())[before];
    if (arrived !== undefined) {
      const milliseconds = performance.now() - start;
      return isSame(stage, arrived, normalised(body))
        ? { ok: true, text: `${Math.max(1, Math.round(milliseconds))} ms`, milliseconds }
        : { ok: false, text: 'WRONG', note: `What arrived is not the ${name} that was sent.` };
    }
    await pause(1);
  }
  return {
    ok: false,
    text: 'LOST',
    note: `${name} did not arrive within ${ARRIVAL_LIMIT_MS / 1000} s.`,
  };
}

async function runColumn(subject: Subject): Promise<Column> {
  const cells: Record<string, Cell> = {};
  const column = { consumer: subject.name, cells, limits: limitsOf(subject) };
  let stage: Stage | undefined;
  try {
    stage = await openStage(subject);
    const { url } = await stage.consumer.subscribe(['*']);
    const secret = webhooksFor(stage, url)[0]?.secret;
    if (secret === undefined) throw new Error('The consumer did not subscribe.');
    await fireAndTime(stage, 'contact.created', asDelivery(freshEvent('contact.created')).body);
    for (const { name } of events) {
      cells[name] = await fireAndTime(stage, name, asDelivery(freshEvent(name)).body);
    }
    const repeat = repeated(subject.limits['repeated-delivery']);
    for (const [row, trial] of Object.entries({ ...HOSTILE, [SENT_TWICE]: repeat })) {
      cells[row] = await trial(stage, { url, secret });
    }
    return column;
  } catch (error) {
    return { ...column, failure: error instanceof Error ? error.message : String(error) };
  } finally {
    await stage?.close();
  }
}

/**
 * Runs the demo over the subjects, one after the other so that their times compare.
 * @param onColumn called with each consumer's column when it is complete.
 */
export async function runDemo(
  subjects: readonly Subject[],
  onColumn: (column: Column) => void = () => {},
): Promise<DemoReport> {
  const columns: Column[] = [];
  for (const subject of subjects) {
    const column = await runColumn(subject);
    columns.push(column);
    onColumn(column);
  }
  return {
    eventRows: events.map(({ name }) => name),
    hostileRows: Object.keys(HOSTILE),
    repeatRows: [SENT_TWICE],
    columns,
  };
}
