/** @slow Drives the built app. */
import { describeConformance } from '@kolvera/conformance/vitest';
import subject from './subject.ts';

describeConformance(subject);
