/** @slow Runs the whole suite. */
import { describeConformance } from '@kolvera/conformance/vitest';
import { verificationIgnored } from './subject.ts';

describeConformance(verificationIgnored);
