/** @module What a process that was forked says first. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * @param name of what the process does, for the error.
 * @returns the first message that the process sends.
 * @throws Error when it ends without one.
 */
export async function firstMessage(child: ChildProcess, name: string) {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The process of "${name}" ended.`))),
  ]);
  return message;
}
