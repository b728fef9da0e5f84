/** @module All cases, in the order of the documents. */
import type { ConformanceCase } from '../conformance-case.ts';
import { apiFailure } from './api-failure.ts';
import { arrival } from './arrival.ts';
import { envelope } from './envelope.ts';
import { narrowing } from './narrowing.ts';
import { rejection } from './rejection.ts';
import { repetition } from './repetition.ts';
import { secrecy } from './secrecy.ts';
import { subscription } from './subscription.ts';

export const cases: readonly ConformanceCase[] = [
  ...arrival,
  ...narrowing,
  ...envelope,
  ...repetition,
  ...rejection,
  ...subscription,
  ...apiFailure,
  ...secrecy,
];
