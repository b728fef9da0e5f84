/** @module `kolvera doctor`: reads the account's webhooks and says what is wrong; changes nothing. */
import {
  call,
  type Delivery,
  listAllWebhooks,
  listDeliveries,
  type Transport,
  type Webhook,
} from '@kolvera/webhook-api';
import { type ApiOptions, openApi } from '../account/api.ts';
import { Unsuccessful } from '../command-error.ts';
import { oneLine, printable } from '../printable.ts';
import { type Printer, printer } from '../printer.ts';
import { post } from '../sending/post.ts';
import { waiting } from '../sending/waiting.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Answered } from './complaint.ts';
import { type Chart, type Examined, examine } from './examine.ts';

export interface DoctorOptions extends ApiOptions {
  readonly probe?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** How many of a webhook's deliveries are looked at. */
const DELIVERIES = 20;

/** Zapier and Make answer before anybody looks, and may run what is behind the address. */
const ANSWERS_FIRST = /^hooks\.zapier\.com$|^hook\.(.+\.)?(make|integromat|celonis)\.com$/;

/** @throws Unsuccessful when something is wrong, or it was interrupted; as `openApi` and `call`. */
export async function examineWebhooks(around: Surroundings, options: DoctorOptions): Promise<void> {
  const { transport, local } = await openApi(options, around);
  const out = printer(around, options);
  const listed = waiting(around, 'Reading the webhooks');
  const list = listAllWebhooks((request) => call(transport, request));
  const { webhooks } = await list.finally(listed);
  const charts: Chart[] = [];
  for (const webhook of webhooks) {
    if (around.interrupted.aborted) throw new Unsuccessful();
    const done = waiting(around, `Examining ${charts.length + 1} of ${webhooks.length}`);
    charts.push(await chartOf(webhook, transport, options, around).finally(done));
  }
  const examined = examine(charts, local);
  const ill = examined.filter(({ complaints }) => complaints.length > 0).length;
  out.result(describe(examined, ill, out), { healthy: ill === 0, webhooks: examined });
  if (ill > 0) throw new Unsuccessful();
}

async function chartOf(
  webhook: Webhook,
  transport: Transport,
  { probe, timeout }: DoctorOptions,
  { interrupted: signal }: Surroundings,
): Promise<Chart> {
  const page = await call(transport, listDeliveries(webhook.id, { limit: DELIVERIES }));
  const deliveries = page.data.toSorted(newestFirst);
  if (!probe || !mayBeAsked(webhook.url)) return { webhook, deliveries };
  return { webhook, deliveries, probed: await ask(webhook.url, timeout, signal) };
}

function newestFirst(one: Delivery, other: Delivery): number {
  return Date.parse(other.created_at ?? '') - Date.parse(one.created_at ?? '') || 0;
}

function mayBeAsked(url: string): boolean {
  return URL.canParse(url) && !ANSWERS_FIRST.test(new URL(url).hostname);
}

/** Whoever verifies refuses it, and does nothing. */
async function ask(url: string, timeoutMs: number, signal: AbortSignal): Promise<Answered> {
  const headers = { 'content-type': 'application/json', 'user-agent': 'kolvera-doctor' };
  const body = new TextEncoder().encode('{}');
  const exchange = await post({ url, headers, body, timeoutMs, signal });
  return 'status' in exchange ? { status: exchange.status } : { failure: exchange.failure };
}

function describe(examined: readonly Examined[], ill: number, { paint }: Printer): string {
  if (examined.length === 0) return 'There are no webhooks.';
  const verdict =
    ill === 0
      ? paint('green', 'Nothing is wrong with them.')
      : paint('red', `${ill} of ${examined.length} ${ill === 1 ? 'needs' : 'need'} attention.`);
  return `${examined.map((one) => paragraphOf(one, paint)).join('\n')}\n\n${verdict} Nothing was changed.`;
}

function paragraphOf(
  { webhook, owner, delivered, failed, complaints }: Examined,
  paint: Printer['paint'],
): string {
  const mark = complaints.length === 0 ? paint('green', '✓') : paint('red', '✗');
  const seen = delivered + failed;
  const told = seen === 0 ? 'no deliveries yet' : `${delivered} of the last ${seen} arrived`;
  const about = [owner?.connector, told].filter(Boolean).join(', ');
  return [
    `${mark} ${webhook.id}  ${oneLine(webhook.url, 100)}  ${paint('dim', about)}`,
    ...complaints.flatMap(({ what, evidence, remedy }) => [
      `    ${what}`,
      `    ${paint('dim', `Seen: ${printable(evidence)}.`)}`,
      `    Do: ${remedy.replaceAll('\n', '\n        ')}`,
    ]),
  ].join('\n');
}
