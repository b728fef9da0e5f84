/** @module Waiting for the workers. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Inbox } from '../../src/inbox/index.ts';

/** Waits until nothing is left to do. */
export async function settled(inbox: Inbox): Promise<void> {
  for (;;) {
    const { waiting, working, delayed } = await inbox.counts();
    if (waiting + working + delayed === 0) return;
    await wait(200);
  }
}
