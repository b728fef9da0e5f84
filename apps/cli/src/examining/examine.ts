/** @module What a webhook's state, its last deliveries and its URL say about it. */
import type { Delivery, Owner, Webhook } from '@kolvera/webhook-api';
import { isLoopback, ownerOf } from '@kolvera/webhook-api';
import { type Answered, type Complaint, complaints, isGone } from './complaint.ts';

export interface Chart {
  readonly webhook: Webhook;
  /** The last ones, the newest first. */
  readonly deliveries: readonly Delivery[];
  /** What its URL answered to a request without a signature; undefined when it was not asked. */
  readonly probed?: Answered;
}

export interface Examined {
  readonly webhook: Webhook;
  /** The connector's installation that made it; null when we did not. */
  readonly owner: Owner | null;
  readonly delivered: number;
  readonly failed: number;
  readonly complaints: readonly Complaint[];
}

/** @param local whether the Kolvera runs on this machine, whose addresses it can reach. */
export function examine(charts: readonly Chart[], local: boolean): readonly Examined[] {
  return charts.map((chart) => {
    const { webhook, deliveries } = chart;
    const ended = deliveries.filter(({ attempts }) => attempts.length > 0);
    const delivered = ended.filter(({ status }) => status === 'delivered').length;
    return {
      webhook,
      owner: ownerOf(webhook),
      delivered,
      failed: ended.length - delivered,
      complaints: [
        ...ofState(webhook),
        ...ofAddress(webhook, charts, local),
        ...ofDeliveries(webhook, ended, delivered),
        ...ofProbe(chart),
      ].filter(isFirstOfItsCode),
    };
  });
}

/** The deliveries and the URL may both say that nobody is there. */
function isFirstOfItsCode({ code }: Complaint, index: number, all: readonly Complaint[]): boolean {
  return all.findIndex((complaint) => complaint.code === code) === index;
}

function ofState({ id, status }: Webhook): Complaint[] {
  return status === 'disabled' ? [{ code: 'disabled', ...complaints.disabled(id) }] : [];
}

function ofAddress({ id, url }: Webhook, charts: readonly Chart[], local: boolean): Complaint[] {
  const others = charts
    .map(({ webhook }) => webhook)
    .filter((other) => other.id !== id && normalised(other.url) === normalised(url))
    .map((other) => other.id);
  const reason = whyUnreachable(url, local);
  return [
    ...(others.length > 0
      ? [{ code: 'duplicate' as const, ...complaints.duplicate(id, others.join(', ')) }]
      : []),
    ...(reason === undefined
      ? []
      : [{ code: 'unreachable' as const, ...complaints.unreachable(id, reason) }]),
  ];
}

/** As the WHATWG standard writes it: two spellings of one URL are one address. */
function normalised(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

function whyUnreachable(url: string, local: boolean): string | undefined {
  if (!URL.canParse(url)) return 'it is not a URL';
  const parsed = new URL(url);
  if (isLoopback(parsed)) return local ? undefined : 'it is an address of a single machine';
  return parsed.protocol === 'https:' ? undefined : 'it does not start with https://';
}

function ofDeliveries(webhook: Webhook, ended: readonly Delivery[], delivered: number) {
  const [newest] = ended;
  const attempt = newest?.attempts.at(-1);
  if (newest === undefined || attempt === undefined || newest.status === 'delivered') return [];
  const answered: Answered =
    attempt.status_code === null
      ? { failure: attempt.error ?? 'no answer' }
      : { status: attempt.status_code };
  const waits = newest.status === 'pending' ? '; Kolvera tries again' : '';
  return [
    complaintOf(
      webhook,
      answered,
      'failing',
      `${ended.length - delivered} of the last ${ended.length} failed, the newest with ${told(answered)}${waits}`,
    ),
  ];
}

function ofProbe({ webhook, probed }: Chart): Complaint[] {
  if (probed === undefined) return [];
  const evidence = `answered ${told(probed)} to a request without a signature`;
  if (probed.failure === undefined) {
    const { status } = probed;
    if (status >= 200 && status < 300) {
      return [{ code: 'accepts_unsigned', ...complaints.accepts_unsigned(webhook.id, evidence) }];
    }
    if ([400, 401, 403].includes(status)) return [];
  }
  return [complaintOf(webhook, probed, 'answers_wrongly', evidence)];
}

/** Where we made the webhook and nobody is there, its consumer is what is missing. */
function complaintOf(
  webhook: Webhook,
  answered: Answered,
  code: 'failing' | 'answers_wrongly',
  evidence: string,
): Complaint {
  const owner = ownerOf(webhook);
  if (owner === null || !isGone(answered)) {
    return { code, ...complaints[code](webhook.id, evidence, answered) };
  }
  const consumer = `${owner.connector} (${owner.installation})`;
  return { code: 'abandoned', ...complaints.abandoned(webhook.id, evidence, consumer) };
}

function told(answered: Answered): string {
  return answered.failure ?? String(answered.status);
}
