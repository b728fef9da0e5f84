/** @module Notifies open pages that a webhook, a delivery or an attempt has changed. */

/** How long changes are collected before listeners are notified, in milliseconds. */
const DELAY = 200;

export interface Changes {
  /** Something has changed. */
  note(): void;
  /** Calls `listener` soon after changes. @returns what removes it. */
  listen(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const notify = () => {
    timer = undefined;
    for (const listener of listeners) listener();
  };
  return {
    note() {
      if (listeners.size === 0 || timer !== undefined) return;
      timer = setTimeout(notify, DELAY).unref();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
