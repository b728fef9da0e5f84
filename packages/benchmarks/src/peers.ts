/**
 * @module Other vendors' libraries, each with its own header, a secret in its own form, and the body
 * as a string, which all of them take; making it from the bytes received is not charged to them.
 */
import { createHmac } from 'node:crypto';
import * as octokit from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { check } from './contest.ts';

export interface Peer {
  /** The npm package. */
  readonly name: string;
  /** Signs a body. @returns a function that verifies a received one and throws if it differs. */
  signed(body: string): (received: string) => unknown;
}

export const SECRET = 'whsec_a2x2ZXJhLWJlbmNobWFyay1zZWNyZXQtMDE=';

/** The signature as GitHub sends it. */
export function githubSignature(body: string | Buffer): string {
  return `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
}

export const peers: readonly Peer[] = [
  {
    name: '@octokit/webhooks-methods',
    signed(body) {
      const signature = githubSignature(body);
      return async (received) => check(await octokit.verify(SECRET, received, signature));
    },
  },
  {
    name: 'stripe',
    signed(payload) {
      const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
      return (received) => Stripe.webhooks.signature?.verifyHeader(received, header, SECRET);
    },
  },
  {
    name: 'standardwebhooks',
    signed(body) {
      const webhook = new Webhook(SECRET);
      const now = new Date();
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': webhook.sign('msg_1', now, body),
      };
      return (received) => webhook.verify(received, headers, { jsonParse: false });
    },
  },
];
