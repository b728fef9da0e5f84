/**
 * @module `npm run try:add-event`: adds an imaginary event in three steps, as CONTRIBUTING.md says,
 * and shows that nothing else is needed.
 *
 * It works on a scratch copy: writes the event's file, adds its line to the catalogue, runs
 * `npm run generate`, and then everything that a contributor would run. At the end it lists the files
 * that changed. `--short` runs the types and the fast tests instead; `--keep` leaves the copy there.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeScratchCopy } from './scratch-copy.ts';

const EVENT_FILE = 'packages/event-schema/src/events/meeting-cancelled.ts';
const EVENT = `import { text } from '../describe-field.ts';
import { meetingData } from '../entities/meeting.ts';
import { defineEvent } from '../event-definition.ts';

export const meetingCancelled = defineEvent({
  name: 'meeting.cancelled',
  category: 'Meeting',
  subject: 'meeting',
  label: 'Meeting Cancelled',
  noun: 'Meeting',
  firesWhen: 'Triggers when a meeting is cancelled.',
  data: {
    ...meetingData,
    reason: text('assumed', 'Reason', 'Why the meeting was cancelled.', { important: true }),
    cancelled_at: text('assumed', 'Cancelled At', 'When the meeting was cancelled.', {
      format: 'date-time',
    }),
  },
  sample: {
    id: 'evt_01J4B2M7QW',
    event: 'meeting.cancelled',
    created_at: '2026-08-03T09:14:40+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      meeting: {
        id: 'mtg_3C5TR9',
        title: 'Cold chain: pricing',
        starts_at: '2026-08-04T10:00:00+10:00',
        ends_at: '2026-08-04T10:30:00+10:00',
        timezone: 'Australia/Brisbane',
        location: 'https://meet.brightline.example/cold-chain',
        status: 'booked',
      },
      contact: {
        id: 'con_2D7LM8',
        name: 'Tomas Okafor',
        first_name: 'Tomas',
        last_name: 'Okafor',
        title: 'Operations Manager',
        company: 'Northline Cold Storage',
        email: 'tomas.okafor@northline.example',
      },
      company: { id: 'com_4V9QK1', name: 'Northline Cold Storage', domain: 'northline.example' },
      reason: 'Moved to the next quarter.',
      cancelled_at: '2026-08-03T09:14:40+10:00',
    },
  },
});
`;

const CATALOGUE = 'packages/event-schema/src/catalogue.ts';

/** The import, and the line in the list. */
function withEvent(catalogue: string): string {
  return catalogue
    .replace(
      /^import \{ meetingCompleted \}/m,
      "import { meetingCancelled } from './events/meeting-cancelled.ts';\n$&",
    )
    .replace(/^ {2}meetingCompleted,\n/m, '$&  meetingCancelled,\n');
}

const SHORT = ['npm run generate', 'npx tsc', 'npm run test:fast'];
const WHOLE = ['npm run generate', 'npm run check', 'npm test'];

const { values: flags } = parseArgs({
  options: { short: { type: 'boolean' }, keep: { type: 'boolean' } },
});

const scratch = makeScratchCopy('add-event');
let succeeded = false;
try {
  write(EVENT_FILE, EVENT);
  write(CATALOGUE, withEvent(readFileSync(join(scratch, CATALOGUE), 'utf8')));
  for (const command of flags.short ? SHORT : WHOLE) announced(command);
  console.log(`\nFiles that changed, two of them by hand:\n${changedFiles().join('\n')}`);
  succeeded = true;
} finally {
  if (flags.keep || !succeeded) console.log(`\nThe scratch copy is in ${scratch}`);
  else rmSync(scratch, { recursive: true });
}

function write(file: string, text: string): void {
  writeFileSync(join(scratch, file), text);
}

function announced(command: string): void {
  console.log(`\n$ ${command}`);
  const start = performance.now();
  run(command);
  console.log(`${Math.round((performance.now() - start) / 1000)} s`);
}

function run(command: string): void {
  const { status } = spawnSync(command, { cwd: scratch, shell: true, stdio: 'inherit' });
  if (status !== 0) throw new Error(`"${command}" failed with the imaginary event.`);
}

function changedFiles(): readonly string[] {
  const { stdout } = spawnSync('git status --porcelain --untracked-files=all', {
    cwd: scratch,
    shell: true,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => /^.[M?D]/.test(line));
}
