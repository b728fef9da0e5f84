/** @module The requests that were seen. Their headers, and with them every key, are left out. */

/** How many are kept. */
const KEPT = 1000;

export interface SeenRequest {
  readonly method: string;
  /** With the query: `/v1/webhooks?limit=100`. */
  readonly path: string;
  /** The operation's id in openapi.yaml; null when there is none. */
  readonly operation: string | null;
  /** The answer's status; null while there is none, and when the connection was closed instead. */
  status: number | null;
}

export interface RequestLog {
  /** Notes a request; the status is filled in when it is answered. */
  note(request: SeenRequest): SeenRequest;
  /** Oldest first. */
  all(): readonly Readonly<SeenRequest>[];
}

export function requestLog(): RequestLog {
  const seen: SeenRequest[] = [];
  return {
    note(request) {
      seen.push(request);
      if (seen.length > KEPT) seen.shift();
      return request;
    },
    all: () => seen.map((request) => ({ ...request })),
  };
}
