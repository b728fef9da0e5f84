/**
 * @module `npm run demo`: a local Kolvera fires every event at every consumer, and a table shows
 * what arrived. Exit code 1 when a cell fails.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findSubjects } from '../find-subjects.ts';
import { type DemoReport, succeeded } from './demo-report.ts';
import { demoTable } from './demo-table.ts';
import { runDemo } from './run-demo.ts';

const { values } = parseArgs({
  options: {
    /** The report as JSON on standard output. */
    json: { type: 'boolean', default: false },
    /** The real n8n server in place of the node's harness. */
    'real-n8n': { type: 'boolean', default: false },
  },
});

const root = resolve(import.meta.dirname, '../../../..');
const { stdout } = process;
const live = !values.json && stdout.isTTY;
let drawn = 0;

/** Draws the table over the last one, where the terminal is high enough for both. */
function draw(report: DemoReport): void {
  const table = demoTable(report);
  const height = table.split('\n').length;
  if (height >= stdout.rows) return;
  stdout.write(`${drawn > 0 ? `\u001b[${drawn}A\u001b[J` : ''}${table}\n`);
  drawn = height;
}

/** Where nothing can be drawn over, a line when a consumer is done. */
function tell({ columns }: DemoReport): void {
  const done = columns.filter(({ pending }) => !pending).length;
  if (done > drawn)
    console.error(`${columns[done - 1]?.consumer}: done, ${done} of ${columns.length}.`);
  drawn = done;
}

const subjects = await findSubjects(root, values['real-n8n']);
const report = await runDemo(subjects, live ? draw : tell);
if (values.json) console.log(JSON.stringify(report, null, 2));
else if (live && drawn > 0) draw(report);
else console.log(demoTable(report));
process.exitCode = succeeded(report) ? 0 : 1;
