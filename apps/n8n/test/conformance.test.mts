/** @slow Drives the built node. */
import { describeConformance } from '@kolvera/conformance/vitest';
import subject from './subject.mts';

describeConformance(subject);
