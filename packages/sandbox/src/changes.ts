/** @module Tells whoever looks on that something has changed: a webhook, a delivery, an attempt. */

/** How long changes are gathered before they are told, in milliseconds. */
const GATHER = 200;

export interface Changes {
  /** Something has changed. */
  note(): void;
  /** Calls `listener` soon after changes. @returns what ends it. */
  listen(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer = undefined;
    for (const listener of listeners) listener();
  };
  return {
    note() {
      if (listeners.size === 0 || timer !== undefined) return;
      timer = setTimeout(tell, GATHER).unref();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
