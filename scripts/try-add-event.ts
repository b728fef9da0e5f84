/**
 * @module `npm run try:add-event`: adds two imaginary events to a scratch copy as CONTRIBUTING.md says,
 * one of a known subject and one of a new subject and category, and runs what a contributor would run.
 *
 * At the end it lists the files that changed. `--short` runs the types and the fast tests only;
 * `--keep` keeps the copy.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeScratchCopy } from './scratch-copy.ts';

const SOURCES = 'packages/event-schema/src';

const meetingCancelled = `import { text } from '../describe-field.ts';
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

const invoicePaid = `import { integer, object, text } from '../describe-field.ts';
import { defineEvent } from '../event-definition.ts';

const invoice = {
  id: text('assumed', 'ID', "The invoice's ID in Kolvera."),
  number: text('assumed', 'Number', "The invoice's number.", { important: true }),
  amount: integer('assumed', 'Amount', 'The amount in cents.', { important: true }),
  paid_at: text('assumed', 'Paid At', 'When the invoice was paid.', { format: 'date-time' }),
};

export const invoicePaid = defineEvent({
  name: 'invoice.paid',
  category: 'Billing',
  subject: 'invoice',
  label: 'Invoice Paid',
  noun: 'Invoice',
  firesWhen: 'Triggers when an invoice is paid.',
  data: { invoice: object('assumed', 'Invoice', 'The invoice that was paid.', invoice) },
  sample: {
    id: 'evt_01J4B2M7QX',
    event: 'invoice.paid',
    created_at: '2026-08-04T11:02:09+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      invoice: {
        id: 'inv_7K2PD5',
        number: 'KV-2026-0081',
        amount: 42000,
        paid_at: '2026-08-04T11:02:09+10:00',
      },
    },
  },
});
`;

const SHORT = ['npm run generate', 'npx tsc', 'npm run test:fast'];
const WHOLE = ['npm run generate', 'npm run check', 'npm test'];

const { values: flags } = parseArgs({
  options: { short: { type: 'boolean' }, keep: { type: 'boolean' } },
});

const scratch = makeScratchCopy('add-event');
let succeeded = false;
try {
  writeFileSync(join(scratch, SOURCES, 'events/meeting-cancelled.ts'), meetingCancelled);
  writeFileSync(join(scratch, SOURCES, 'events/invoice-paid.ts'), invoicePaid);
  edit('catalogue.ts', [
    ['import { meetingCompleted }', "import { invoicePaid } from './events/invoice-paid.ts';\n$&"],
    [
      'import { meetingCompleted }',
      "import { meetingCancelled } from './events/meeting-cancelled.ts';\n$&",
    ],
    ['  meetingCompleted,\n', '$&  meetingCancelled,\n'],
    ['  enrichmentCompleted,\n', '$&  invoicePaid,\n'],
  ]);
  edit('subjects.ts', [
    ["'Contact' |", "'Billing' | $&"],
    ['  enrichment_job: ', "  invoice: { plural: 'invoices', record: 'invoice' },\n$&"],
  ]);
  for (const command of flags.short ? SHORT : WHOLE) announced(command);
  console.log(`\nFiles that changed, four of them by hand:\n${changedFiles().join('\n')}`);
  succeeded = true;
} finally {
  if (flags.keep || !succeeded) console.log(`\nThe scratch copy is in ${scratch}`);
  else rmSync(scratch, { recursive: true });
}

/** Adds lines to a file of event-schema. `$&` is the text that was found. */
function edit(file: string, changes: readonly (readonly [found: string, replacement: string])[]) {
  const path = join(scratch, SOURCES, file);
  const edited = changes.reduce(
    (before, [found, replacement]) => {
      if (!before.includes(found)) throw new Error(`${file} has no "${found}".`);
      return before.replace(found, replacement);
    },
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, edited);
}

function announced(command: string): void {
  console.log(`\n$ ${command}`);
  const start = performance.now();
  const { status } = spawnSync(command, { cwd: scratch, shell: true, stdio: 'inherit' });
  if (status !== 0) throw new Error(`"${command}" failed with the imaginary events.`);
  console.log(`${Math.round((performance.now() - start) / 1000)} s`);
}

function changedFiles(): readonly string[] {
  const { stdout } = spawnSync('git status --porcelain --untracked-files=all', {
    cwd: scratch,
    shell: true,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => /^.[M?D]/.test(line));
}
