/** @module One promise that every consumer of events keeps, and how it is tested. */
import type { Stage } from './stage.ts';

export interface ConformanceCase {
  /** Kebab-case; subjects name it when they declare a limit. */
  readonly id: string;
  /** One sentence: what the user is promised. */
  readonly promise: string;
  /** Resolves when the promise is kept. @throws AssertionError, or what the consumer threw. */
  run(stage: Stage): Promise<void>;
}
