/** @slow Runs the whole suite. */
import { describeConformance } from '@kolvera/conformance/vitest';
import subject from './subject.ts';

describeConformance(subject);
