/**
 * @module What the suite drives: a consumer of events, wrapped as its platform would drive it.
 *
 * A workspace that has a subject names the file in its package.json under
 * `"kolvera": { "conformanceSubject": "./test/subject.ts" }`, whose default export is a `Subject`.
 * The demo finds subjects there; the workspace's own conformance.test.ts runs the suite over it.
 */
import type { NarrowedTo } from '@kolvera/delivery';
import type { KolveraEvent } from '@kolvera/event-schema';

export interface Subject {
  /** The column's heading: `Own endpoint (HTTP)`. Says what really ran. */
  readonly name: string;
  /** Columns appear in this order, ascending. */
  readonly order: number;
  /** The page of docs/ that explains the platform to its users: `n8n.md`. */
  readonly guide?: string;
  /**
   * Cases (by id) that the platform rules out, each with the reason that is printed. The suite
   * runs them all the same: a limit whose case passes is out of date and fails.
   */
  readonly limits: Readonly<Record<string, string>>;
  /**
   * Whether the platform hands dates over as such: an instant, without the offset that was sent. The
   * suite then compares them as instants, written in UTC.
   */
  readonly parsesDates?: boolean;
  /** Starts an installation of the consumer that talks to the given Kolvera. */
  start(kolvera: { readonly baseUrl: string }): Promise<RunningSubject>;
}

export interface RunningSubject {
  /**
   * Connects with an API key (tests the connection as the platform does).
   * @throws Error whose message is what the platform's user reads.
   */
  connect(apiKey: string): Promise<void>;
  /**
   * Subscribes, or changes the subscription, to these events; `['*']` is all of them. Of events
   * that can be narrowed the user wants those of these campaigns, with these changed fields.
   * @returns the URL to which Kolvera delivers.
   * @throws Error whose message is what the platform's user reads.
   */
  subscribe(events: readonly string[], narrowedTo?: NarrowedTo): Promise<{ readonly url: string }>;
  /** Ends the subscription. @throws Error whose message is what the platform's user reads. */
  unsubscribe(): Promise<void>;
  /**
   * Puts a webhook secret into the connection's optional field, as the user does after rotating
   * the secret in Kolvera by hand.
   */
  useSecret(secret: string): Promise<void>;
  /**
   * The normalised events that reached the user's workflow since the start, in order of arrival.
   * Waits for what the platform has accepted and is still working on.
   */
  received(): Promise<readonly KolveraEvent[]>;
  /** Everything that the platform keeps or shows: logs, errors, executions. The suite looks for secrets in it. */
  traces(): Promise<string>;
  stop(): Promise<void>;
}
