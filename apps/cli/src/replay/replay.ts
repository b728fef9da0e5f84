/** @module `kolvera replay`: resends stored deliveries, the same bytes with the same signature. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, Unsuccessful } from '../command-error.ts';
import {
  type DeliveryLog,
  KEPT,
  type LoggedDelivery,
  openDeliveryLog,
} from '../listen/delivery-log.ts';
import { DELIVERIES, FORWARD_TO } from '../listen/listen.ts';
import { accepted, outcomeOf, post } from '../post.ts';
import { oneLine } from '../printable.ts';
import { printer } from '../printer.ts';
import { openProject } from '../project.ts';
import type { Surroundings } from '../surroundings.ts';
import { usualReason } from '../usual-reason.ts';
import { waiting } from '../waiting.ts';

export interface ReplayOptions {
  readonly to?: string;
  /** How far back, in milliseconds. */
  readonly since?: number;
  readonly timeout: number;
  readonly json?: boolean;
}

/**
 * @param which a delivery's number, or `last`.
 * @throws CommandError `no_delivery`, `no_target`; Unsuccessful when one was not accepted.
 */
export async function replay(
  around: Surroundings,
  which: string | undefined,
  options: ReplayOptions,
): Promise<void> {
  const { paint, result } = printer(around, options);
  const project = openProject(around.cwd);
  const url = options.to ?? project.read(FORWARD_TO);
  const deliveries = storedDeliveries(join(project.folder, DELIVERIES), which, options);
  if (url === undefined) {
    throw new CommandError(
      'no_target',
      'kolvera listen has forwarded nothing yet. Give the endpoint with --to.',
    );
  }
  let allAccepted = true;
  for (const { id, event, headers, body } of deliveries) {
    if (around.interrupted.aborted) break;
    const done = waiting(around, `#${id} → ${url}`);
    const { interrupted: signal } = around;
    const exchange = await post({ url, headers, body, timeoutMs: options.timeout, signal });
    done();
    const fine = accepted(exchange);
    allAccepted &&= fine;
    const reason = usualReason(exchange);
    const status = paint(fine ? 'green' : 'red', outcomeOf(exchange));
    const line = `${status}  #${id}  ${oneLine(event ?? '?', 40)} → ${url}  ${paint('dim', `${exchange.ms} ms`)}`;
    result(reason === undefined ? line : `${line}\n     ${reason}`, {
      id,
      event,
      url,
      ...exchange,
      ...(reason && { reason }),
    });
  }
  if (!allAccepted) throw new Unsuccessful();
}

function storedDeliveries(
  file: string,
  which: string | undefined,
  { since }: ReplayOptions,
): readonly LoggedDelivery[] {
  if (!existsSync(file))
    throw noDelivery('No deliveries yet: kolvera listen stores what it receives.');
  const store = openDeliveryLog(file);
  try {
    const chosen = choose(store, which, since);
    if (chosen.length > 0) return chosen;
  } finally {
    store.close();
  }
  throw noDelivery(
    since === undefined
      ? `No such delivery. kolvera listen shows the numbers; the last ${KEPT} are stored.`
      : 'No deliveries were received in that time.',
  );
}

function choose(
  store: DeliveryLog,
  which: string | undefined,
  since: number | undefined,
): readonly LoggedDelivery[] {
  if (since !== undefined) return store.since(new Date(Date.now() - since).toISOString());
  const number = /^#?(\d{1,15})$/.exec(which ?? '')?.[1];
  const delivery =
    number === undefined ? which === 'last' && store.last() : store.find(Number(number));
  return delivery ? [delivery] : [];
}

function noDelivery(message: string): CommandError {
  return new CommandError('no_delivery', message);
}
