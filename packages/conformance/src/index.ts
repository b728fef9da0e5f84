/** @module The suite that every consumer of Kolvera's events has to pass. */
export { cases } from './cases/index.ts';
export type { ConformanceCase } from './conformance-case.ts';
export { runCase } from './run-case.ts';
export { openStage, type Stage } from './stage.ts';
export type { RunningSubject, Subject } from './subject.ts';
export { startTestSandbox, type TestSandbox } from './test-sandbox.ts';
