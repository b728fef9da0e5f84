/** @module What a platform rules out, each limit with the promise that it breaks. */
import { cases } from '../cases/index.ts';
import type { Subject } from '../subject.ts';

export interface Limit {
  /** The case's id. */
  readonly id: string;
  /** The promise that the platform does not let the consumer keep. */
  readonly promise: string;
  readonly reason: string;
}

/** The limits that a subject declares, in the order of the cases. */
export function limitsOf({ limits }: Pick<Subject, 'limits'>): readonly Limit[] {
  return cases.flatMap(({ id, promise }) => {
    const reason = limits[id];
    return reason === undefined ? [] : [{ id, promise, reason }];
  });
}
