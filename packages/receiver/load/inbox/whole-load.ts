/** @module What an inbox loses or handles twice, with repeats, failing handlers and kills. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Inbox } from '../../src/inbox/index.ts';
import { kill, logOf, type Role, startReceivers, startWorkers } from './roles.ts';
import { send } from './sender.ts';

export interface Kept {
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  readonly doubledElsewhere: number;
  readonly again: number;
  readonly acceptRate: number;
  readonly handledRate: number;
  readonly dead: number;
}

/** All deliveries, a third of them repeats; a receiver and a worker are killed on the way. */
export async function wholeLoad(role: Role, inbox: Inbox, deliveries: number): Promise<Kept> {
  const unique = Math.ceil((deliveries * 2) / 3);
  const ids = Array.from({ length: deliveries }, (_, n) => `evt_${n < unique ? n : n - unique}`);
  shuffle(ids);
  const receivers = await startReceivers(role, 4);
  const workers = await startWorkers({ ...role, role: 'worker' }, 4);
  const start = performance.now();
  const sent = await send(ids, role, (answered) => {
    if (answered === Math.floor(deliveries / 3) && receivers[0]) void kill(receivers[0]);
    if (answered === Math.floor(deliveries / 2) && workers[0]) void kill(workers[0]);
  });
  await settled(inbox);
  const handledRate = unique / ((performance.now() - start) / 1000);
  const { dead } = await inbox.counts();
  await Promise.all([...receivers, ...workers].map(kill));

  const logs = workers.map((_, n) => readFileSync(logOf(role, n), 'utf8').split('\n'));
  const times = new Map<string, number>();
  for (const id of idsIn(logs.flat(), 'done ')) times.set(id, (times.get(id) ?? 0) + 1);
  // What the killed worker had begun last may have been in work, or done and not yet marked so.
  const killed = new Set(idsIn(logs[0] ?? [], 'begun ').slice(-40));
  const doubled = [...times].filter(([, count]) => count > 1).map(([id]) => id);
  return {
    events: unique,
    lost: unique - times.size,
    doubled: doubled.length,
    doubledElsewhere: doubled.filter((id) => !killed.has(id)).length,
    again: sent.again,
    acceptRate: sent.rate,
    handledRate,
    dead,
  };
}

/** Waits until nothing is left to do. */
async function settled(inbox: Inbox): Promise<void> {
  for (;;) {
    const { waiting, working, delayed } = await inbox.counts();
    if (waiting + working + delayed === 0) return;
    await wait(200);
  }
}

function idsIn(lines: readonly string[], verb: string): readonly string[] {
  return lines.filter((line) => line.startsWith(verb)).map((line) => line.slice(verb.length));
}

function shuffle(list: string[]): void {
  for (let n = list.length - 1; n > 0; n--) {
    const other = Math.floor(Math.random() * (n + 1));
    [list[n], list[other]] = [list[other] as string, list[n] as string];
  }
}
