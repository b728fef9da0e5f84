/** @module A delivery as text: on one line, and in detail. */

import { oneLine, printable } from '../printable.ts';
import type { Paint, Style } from '../style.ts';
import { causes } from '../verify/causes.ts';
import type { LoggedDelivery } from './delivery-log.ts';

/** `#41  14:03:07  contact.created  Ada Lovelace  verified  200  12 ms` */
export function lineOf(delivery: LoggedDelivery, paint: Paint): string {
  const { id, receivedAt, event, who, forwarding } = delivery;
  return [
    paint('dim', `#${id}`.padEnd(4)),
    paint('dim', timeOf(receivedAt)),
    paint('bold', oneLine(event ?? '?', 40).padEnd(22)),
    (who ?? '').padEnd(26),
    verdictOf(delivery, paint),
    ...(forwarding === null
      ? [paint('dim', `… ${secondsSince(receivedAt)} s`)]
      : [
          paint(styleOf(forwarding.answer), forwarding.answer),
          paint('dim', `${forwarding.ms} ms`),
        ]),
    ...reasonOf(delivery),
  ].join('  ');
}

function verdictOf({ outcome }: LoggedDelivery, paint: Paint): string {
  if (outcome === 'event') return paint('green', 'verified    ');
  if (outcome === 'unwanted') return paint('dim', 'not wanted  ');
  return paint('red', outcome === 'unverified' ? 'NOT VERIFIED' : 'unreadable  ');
}

function reasonOf({ outcome, why }: LoggedDelivery): readonly string[] {
  if (why === null) return [];
  const unexplained = outcome === 'unverified' && why === 'unknown';
  return [unexplained ? 'another secret or body' : why.replaceAll('_', ' ')];
}

function styleOf(answer: string): Style {
  return /^2\d\d$/.test(answer) ? 'green' : 'red';
}

function secondsSince(iso: string): number {
  return Math.round((Date.now() - Date.parse(iso)) / 1000);
}

/** In local time. */
function timeOf(iso: string): string {
  return new Date(iso).toTimeString().slice(0, 8);
}

/** Everything that is stored about it. */
export function detailsOf(delivery: LoggedDelivery, paint: Paint): string {
  const { path, headers, body, outcome, why, forwarding } = delivery;
  const response =
    forwarding === null
      ? 'none yet'
      : `${forwarding.answer} after ${forwarding.ms} ms${forwarding.forwardedTo === null ? '' : ` from ${forwarding.forwardedTo}`}`;
  return [
    paint('bold', `Delivery #${delivery.id}, received ${delivery.receivedAt}`),
    `  POST ${printable(path)}`,
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${printable(value)}`),
    `  Outcome: ${outcome}${why === null ? '' : `, ${why}`}`,
    ...adviceOf(delivery).map((sentence) => `  ${sentence}`),
    `  Response: ${response}`,
    '',
    printable(readable(body)),
    '',
  ].join('\n');
}

function adviceOf({ why }: LoggedDelivery): readonly string[] {
  const cause = Object.entries(causes).find(([code]) => code === why)?.[1];
  return cause === undefined ? [] : [cause.happened, cause.remedy];
}

/** JSON indented, other text unchanged. */
function readable(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** For programs: as --json prints it. */
export function dataOf({ body, ...delivery }: LoggedDelivery) {
  return { ...delivery, body: Buffer.from(body).toString('utf8') };
}
