/** @module The API requests that were seen. Their headers, and with them every key, are left out. */

/** How many are kept. */
const KEPT = 1000;

export interface SeenRequest {
  readonly method: string;
  /** With the query: `/v1/webhooks?limit=100`. */
  readonly path: string;
  /** The operation's id in openapi.yaml; null when there is none. */
  readonly operation: string | null;
  /** The answer's status; null when the connection was closed instead. */
  readonly status: number | null;
}

export function requestLog() {
  const seen: SeenRequest[] = [];
  return {
    note(request: SeenRequest): void {
      seen.push(request);
      if (seen.length > KEPT) seen.shift();
    },
    all: (): readonly SeenRequest[] => [...seen],
  };
}
