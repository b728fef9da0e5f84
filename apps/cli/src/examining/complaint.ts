/** @module What can be wrong with a webhook, as its owner reads it. */
import { usualReason } from '../sending/usual-reason.ts';

/** What an address answered: a status, or why there was no answer. */
export type Answered =
  | { readonly status: number; readonly failure?: undefined }
  | { readonly failure: string };

export interface Complaint {
  readonly code: keyof typeof complaints;
  /** What was seen, and makes us think so. */
  readonly evidence: string;
  /** One sentence: what is wrong. */
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
}

const orDelete = (id: string) => `If it is no longer needed: kolvera webhooks delete ${id}`;

/** What is wrong, by a code that stays the same. */
export const complaints = {
  disabled: (id: string, evidence = 'its status is disabled') => ({
    evidence,
    what: 'It is disabled, so Kolvera delivers nothing to it.',
    remedy: `Mend what disabled it, then: kolvera webhooks update ${id} --enable\n${orDelete(id)}`,
  }),
  duplicate: (_: string, others: string) => ({
    evidence: `the same URL as ${others}`,
    what: 'Another webhook has the same URL, so events arrive there more than once.',
    remedy: 'Keep the one that its consumer made. Delete the others: kolvera webhooks delete <id>',
  }),
  unreachable: (id: string, evidence: string) => ({
    evidence,
    what: 'Kolvera cannot reach this address.',
    remedy: `Give it a public https:// address: kolvera webhooks update ${id} --url <url>\n${orDelete(id)}`,
  }),
  abandoned: (id: string, evidence: string, consumer: string) => ({
    evidence,
    what: `It was made for ${consumer}, and nothing takes its deliveries there any more.`,
    remedy: `If that is still there, switch it off and on, which makes the webhook anew.\nIf it is gone: kolvera webhooks delete ${id}`,
  }),
  failing: (id: string, evidence: string, answered: Answered) => ({
    evidence,
    what: 'Its last delivery failed.',
    remedy: remedyFor(id, answered),
  }),
  answers_wrongly: (id: string, evidence: string, answered: Answered) => ({
    evidence,
    what: 'Its URL does not answer as an endpoint that verifies should: 401 to what is unsigned.',
    remedy: remedyFor(id, answered),
  }),
  accepts_unsigned: (_: string, evidence: string) => ({
    evidence,
    what: 'It accepts a request without a signature, so anybody can send it events.',
    remedy: 'Verify the signature, and see what else: kolvera certify <url>',
  }),
} as const;

/** Whether an answer means that nobody is there: no such path, gone for good, no connection. */
export function isGone(answered: Answered): boolean {
  if (answered.failure !== undefined) return !isLate(answered.failure);
  return answered.status === 404 || answered.status === 410;
}

const isLate = (failure: string) => /time|within/i.test(failure);

function remedyFor(id: string, answered: Answered): string {
  if (answered.failure !== undefined) {
    return isLate(answered.failure)
      ? 'Store the event, answer, and do the work afterwards.'
      : `See whether the endpoint runs, and whether its name and certificate are right. Another address: kolvera webhooks update ${id} --url <url>`;
  }
  switch (answered.status) {
    case 401:
    case 403:
      return `It does not accept the signature. Give it this webhook's secret (kolvera webhooks rotate-secret ${id} makes a new one), and find out why with kolvera verify.`;
    case 404:
    case 405:
    case 410:
      return `Nothing takes deliveries at this path. Another address: kolvera webhooks update ${id} --url <url>\n${orDelete(id)}`;
    default:
      return usualReason({ status: answered.status, ms: 0, contentType: null, answer: '' }) ?? '';
  }
}
