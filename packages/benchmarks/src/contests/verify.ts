/** @module Verifying a signature. */
import { sign, verify } from '@kolvera/signature';
import { type Contest, check } from '../contest.ts';
import { peers, SECRET } from '../peers.ts';

/** @param kilobytes the size of the body, which is JSON text in ASCII. */
export function verifyContest(kilobytes: number): Contest {
  const text = JSON.stringify({ notes: 'x'.repeat(kilobytes * 1024 - '{"notes":""}'.length) });
  const bytes = Buffer.from(text);
  const signature = sign(bytes, SECRET);
  return {
    ours: { name: 'verify', job: () => check(verify(bytes, signature, SECRET)) },
    rivals: peers.map(({ name, signed }) => {
      const verifyPeer = signed(text);
      return { name, atLeast: 1, job: () => verifyPeer(text) };
    }),
  };
}
