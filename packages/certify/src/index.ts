/** @module Tests an endpoint's promises from outside, without a test runner. */
export { type CertifyOptions, certify, checks, type Report, type Result } from './certify.ts';
export type { Bench, Check, Finding } from './check.ts';
export { CounterError } from './counter.ts';
export type { SourceFile } from './digest-comparisons.ts';
export type { EndpointClient, EndpointResponse } from './endpoint-client.ts';
export { type FaultCode, faults } from './fault.ts';
export { type Forged, type Forgery, forgeries, tamperedBody } from './forgeries.ts';
export { junit } from './junit.ts';
