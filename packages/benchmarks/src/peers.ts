/**
 * @module Other vendors' published libraries, each given what it asks for: its own header, a secret
 * in its own form, and the body as the kind that it takes and is fastest with. Turning the bytes that
 * came over the wire into that string is not charged to them.
 */
import { createHmac } from 'node:crypto';
import * as octokit from '@octokit/webhooks-methods';
import { Paddle } from '@paddle/paddle-node-sdk';
import * as standardwebhooks from 'standardwebhooks';
import Stripe from 'stripe';
import * as svix from 'svix';

/** A library's way to verify a delivery. `Signed` is what its vendor sends beside the body. */
export interface Peer<Signed = unknown> {
  /** The npm package. */
  readonly name: string;
  sign(body: string): Signed;
  /** False, or a throw, means refused. */
  verify(body: string, signed: Signed): boolean | Promise<boolean>;
}

export const SECRET = 'whsec_a2x2ZXJhLWJlbmNobWFyay1zZWNyZXQtMDE=';

const stripe: Peer<string> = {
  name: 'stripe',
  sign: (payload) => Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET }),
  verify: (body, header) => Stripe.webhooks.signature?.verifyHeader(body, header, SECRET) ?? false,
};

type StandardHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;

function standardHeaders(webhook: standardwebhooks.Webhook | svix.Webhook, body: string) {
  const now = new Date();
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': webhook.sign('msg_1', now, body),
  };
}

const standard = new standardwebhooks.Webhook(SECRET);
const standardPeer: Peer<StandardHeaders> = {
  name: 'standardwebhooks',
  sign: (body) => standardHeaders(standard, body),
  verify(body, headers) {
    standard.verify(body, headers, { jsonParse: false });
    return true;
  },
};

const svixWebhook = new svix.Webhook(SECRET);
const svixPeer: Peer<StandardHeaders> = {
  name: 'svix',
  sign: (body) => standardHeaders(svixWebhook, body),
  verify(body, headers) {
    svixWebhook.verify(body, headers);
    return true;
  },
};

const octokitPeer: Peer<string> = {
  name: '@octokit/webhooks-methods',
  sign: (body) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  verify: (body, signature) => octokit.verify(SECRET, body, signature),
};

const paddle = new Paddle('no key is needed to verify').webhooks;
const paddlePeer: Peer<string> = {
  name: '@paddle/paddle-node-sdk',
  sign(body) {
    const seconds = Math.floor(Date.now() / 1000);
    const hmac = createHmac('sha256', SECRET).update(`${seconds}:${body}`).digest('hex');
    return `ts=${seconds};h1=${hmac}`;
  },
  verify: (body, signature) => paddle.isSignatureValid(body, SECRET, signature),
};

export const peers: readonly Peer[] = [
  octokitPeer,
  paddlePeer,
  stripe,
  svixPeer,
  standardPeer,
] as readonly Peer[];
