/** @module Lets a test say when time is up, so that no test waits for it. */
import { onTestFinished, vi } from 'vitest';

/** Replaces `AbortSignal.timeout`: its signals end when the test says that so long has passed. */
export function controlDeadlines(): { pass(milliseconds: number): void } {
  const running: { milliseconds: number; controller: AbortController }[] = [];
  const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController();
    running.push({ milliseconds, controller });
    return controller.signal;
  });
  onTestFinished(() => spy.mockRestore());
  return {
    pass(milliseconds) {
      for (const each of running) {
        if (each.milliseconds <= milliseconds) each.controller.abort();
      }
    },
  };
}
