/**
 * @module `npm run demo`: a local Kolvera sends every event to every consumer, and a table shows what
 * arrived. Exit code 1 when a cell fails.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findSubjects } from '../find-subjects.ts';
import { succeeded } from './demo-report.ts';
import { demoTable } from './demo-table.ts';
import { runDemo } from './run-demo.ts';

const { values } = parseArgs({
  options: {
    /** The report as JSON on standard output. */
    json: { type: 'boolean', default: false },
    /** The real n8n server instead of the node's harness. */
    'real-n8n': { type: 'boolean', default: false },
  },
});

const root = resolve(import.meta.dirname, '../../../..');
const subjects = await findSubjects(root, values['real-n8n']);
const report = await runDemo(subjects, ({ consumer }) => console.error(`${consumer}: done.`));
console.log(values.json ? JSON.stringify(report, null, 2) : demoTable(report));
process.exitCode = succeeded(report) ? 0 : 1;
