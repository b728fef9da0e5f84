/**
 * @module Each case catches the fault that it is about.
 * @slow Runs the whole suite, a fault at a time.
 */
import { describe, expect, test } from 'vitest';
import { type Fault, plantedFaults } from '../test/planted-faults.ts';
import { referenceConsumer } from '../test/reference-consumer.ts';
import { cases } from './cases/index.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { runCase } from './run-case.ts';
import { openStage } from './stage.ts';

async function runOver(fault: Fault | undefined, conformanceCase: ConformanceCase): Promise<void> {
  const stage = await openStage(referenceConsumer(fault));
  try {
    await runCase(stage, conformanceCase);
  } finally {
    await stage.close();
  }
}

function faultsFor(id: string): [Fault, RegExp][] {
  const found = Object.entries(plantedFaults).find(([planted]) => planted === id);
  return Object.entries(found?.[1] ?? {}) as [Fault, RegExp][];
}

test('a fault is planted for every case', () => {
  expect(Object.keys(plantedFaults).sort()).toEqual(cases.map(({ id }) => id).sort());
});

describe.each(cases)('$id', (conformanceCase) => {
  test('passes a sound consumer', { timeout: 60_000 }, () => runOver(undefined, conformanceCase));

  test.each(faultsFor(conformanceCase.id))(
    'catches a consumer that %s',
    { timeout: 60_000 },
    (fault, reason) => expect(runOver(fault, conformanceCase)).rejects.toThrow(reason),
  );
});
