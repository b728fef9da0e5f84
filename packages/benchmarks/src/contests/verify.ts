/** @module Verifying a signature, beside the least that node:crypto can be asked to do, and the peers. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { sign, verify } from '@kolvera/signature';
import { type Contest, type Contestant, repeat } from '../contest.ts';
import { type Peer, peers, SECRET } from '../peers.ts';

/** What a careful programmer writes by hand: the floor with which everything is compared. */
const FLOOR = 'node:crypto by hand';
const OURS = 'verify';

function verifyByHand(body: Buffer, header: string): boolean {
  const expected = createHmac('sha256', SECRET).update(body).digest();
  const received = Buffer.from(header, 'hex');
  return received.length === expected.length && timingSafeEqual(expected, received);
}

/** By size in kilobytes: how many times as fast as by hand. From 10 KB on, the hash is nearly all. */
const GOALS = { 1: 1.1, 10: 0.98, 256: 0.97 } as const;

/** @param kilobytes the size of the body, which is JSON text in ASCII. */
export function verifyContest(kilobytes: keyof typeof GOALS): Contest {
  const text = JSON.stringify({ notes: 'x'.repeat(kilobytes * 1024 - '{"notes":""}'.length) });
  const bytes = Buffer.from(text);
  const header = sign(bytes, SECRET);
  const upper = header.toUpperCase();
  const secrets = ['whsec_the-one-before', SECRET];
  return {
    id: `verify-${kilobytes}kb`,
    title: `Verifying a signature over ${kilobytes} KB`,
    baseline: FLOOR,
    contestants: [
      { name: FLOOR, time: repeat(() => verifyByHand(bytes, header)) },
      { name: OURS, time: repeat(() => verify(bytes, header, SECRET)) },
      { name: `${OURS}, string body`, time: repeat(() => verify(text, header, SECRET)) },
      { name: `${OURS}, upper-case header`, time: repeat(() => verify(bytes, upper, SECRET)) },
      { name: `${OURS}, two secrets`, time: repeat(() => verify(bytes, header, secrets)) },
      ...peers.map((peer) => contestant(peer, text)),
    ],
    goals: [
      { ours: OURS, against: [FLOOR], atLeast: GOALS[kilobytes] },
      { ours: OURS, against: peers.map(({ name }) => name), atLeast: 0.97 },
    ],
  };
}

function contestant(peer: Peer, body: string): Contestant {
  let signed = peer.sign(body);
  return {
    name: peer.name,
    // Paddle's signatures expire after 5 s.
    prepare() {
      signed = peer.sign(body);
    },
    time: repeat(() => peer.verify(body, signed)),
  };
}
