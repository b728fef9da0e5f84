/** @module The suite as vitest tests: each consumer calls it in its own conformance.test.ts. */
import { AssertionError } from 'node:assert/strict';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cases } from './cases/index.ts';
import { limitsOf } from './limits/limits-of.ts';
import { runCase } from './run-case.ts';
import { openStage, type Stage } from './stage.ts';
import type { Subject } from './subject.ts';

// The longest case lets an API hang twice, for up to 20 s each (reference: subscribe's time limit).
const CASE_TIME_LIMIT_MS = 90_000;

/**
 * Defines a test for each case. A declared limit has to hold: its promise must be broken. The limits
 * are printed, since vitest shows no names of tests that pass.
 */
export function describeConformance(subject: Subject): void {
  describe(`${subject.name} keeps the promises`, () => {
    let stage: Stage;
    beforeAll(async () => {
      for (const { id, reason } of limitsOf(subject)) {
        console.log(`${subject.name}, limit of the platform (${id}): ${reason}`);
      }
      stage = await openStage(subject);
    }, CASE_TIME_LIMIT_MS);
    afterAll(() => stage?.close(), CASE_TIME_LIMIT_MS);

    for (const conformanceCase of cases) {
      const limit = subject.limits[conformanceCase.id];
      if (limit === undefined) {
        test(conformanceCase.promise, () => runCase(stage, conformanceCase), CASE_TIME_LIMIT_MS);
      } else {
        test(
          `Limit of the platform (${conformanceCase.id}): ${limit}`,
          () => expect(runCase(stage, conformanceCase)).rejects.toBeInstanceOf(AssertionError),
          CASE_TIME_LIMIT_MS,
        );
      }
    }

    test('every declared limit names a case', () => {
      const ids = cases.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(Object.keys(subject.limits)));
    });
  });
}
