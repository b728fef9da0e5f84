import { expect, test } from 'vitest';
import * as library from '../src/index.ts';

test('exported names: removing or renaming one breaks whoever imports it', () => {
  expect(Object.keys(library).sort()).toEqual([
    'CounterError',
    'certify',
    'checks',
    'faults',
    'forgeries',
    'junit',
    'tamperedBody',
  ]);
});
