export type { RunningSubject, Subject } from './subject.ts';
