/** @module The contests that run in this process, in the order of the report. */
import type { Contest } from '../contest.ts';
import { largeBodies, sampleBodies } from '../deliveries.ts';
import { adapterContests } from './adapters.ts';
import { parseContest } from './parse.ts';
import { receiveContest } from './receive.ts';
import { verifyContest } from './verify.ts';

export function inProcessContests(): readonly Contest[] {
  const small = sampleBodies();
  const large = largeBodies(10 * 1024);
  return [
    verifyContest(1),
    verifyContest(10),
    verifyContest(256),
    receiveContest('receive-1kb', 'Verify, parse, normalise, dispatch about 1 KB', small, 1.2),
    // JSON.parse is nearly all of it, and everybody's is the same.
    receiveContest('receive-10kb', 'Verify, parse, normalise, dispatch 10 KB', large, 0.95),
    ...adapterContests(small),
    parseContest('parse-1kb', 'Reading an event of about 1 KB', small),
    parseContest('parse-10kb', 'Reading an event of 10 KB', large),
  ];
}
