/** @module What n8n's database and the workflow's tables hold, and how each run has ended. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const FINISHED_WITHIN_MS = 600_000;

/** When nothing starts or ends for this long, the unfinished runs have lost their process. */
const QUIET_MS = 30_000;

/** Statuses of what was not begun, and of what has not ended. */
export const UNDER_WAY: ReadonlySet<string> = new Set(['new', 'running']);

export interface StoredRun {
  readonly executionId: string;
  /** `success`, `crashed` …; when nothing moves any more, `new` and `running` had a worker that is gone. */
  readonly status: string;
  /** `(none)` when n8n has removed what the run was started with. */
  readonly eventId: string;
}

export interface Written {
  /** Rows that "Write Event" has left, by event id. */
  readonly rows: ReadonlySet<string>;
  /** How often the step after Remove Duplicates ran for an event. */
  readonly passed: ReadonlyMap<string, number>;
}

/** What the template asks its user to make, and a log of what passes Remove Duplicates. */
export async function makeTables(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    `create table kolvera_events
       (event_id text primary key, event text, created_at text, data jsonb);
     create table passed (event_id text, event text)`,
  );
}

/** Waits until nothing begins or ends any more. @throws Error when that takes ten minutes. */
export async function untilQuiet(databaseUrl: string): Promise<void> {
  const deadline = Date.now() + FINISHED_WITHIN_MS;
  for (let seen = '', quietSince = Date.now(); Date.now() - quietSince < QUIET_MS; ) {
    const counts = await query(
      databaseUrl,
      'select status, count(*) from execution_entity group by 1 order by 1',
    );
    if (counts.every(([status = '']) => !UNDER_WAY.has(status))) break;
    if (String(counts) !== seen) quietSince = Date.now();
    seen = String(counts);
    if (Date.now() > deadline) throw new Error(`runs go on: ${seen}`);
    await sleep(1_000);
  }
}

/** The runs that n8n lists, oldest first. */
export async function storedRuns(databaseUrl: string): Promise<readonly StoredRun[]> {
  const stored = await query(
    databaseUrl,
    `select id, status, coalesce(substring(data from '"(evt_queue_[0-9]+)"'), '(none)')
       from execution_entity join execution_data on "executionId" = id order by id`,
  );
  return stored.map(([executionId = '', status = '', eventId = '']) => ({
    executionId,
    status,
    eventId,
  }));
}

/** What the workflow has left behind. */
export async function written(databaseUrl: string): Promise<Written> {
  const rows = await query(databaseUrl, 'select event_id from kolvera_events');
  const passed = await query(databaseUrl, 'select event_id, count(*) from passed group by 1');
  return {
    rows: new Set(rows.map(([id = '']) => id)),
    passed: new Map(passed.map(([id = '', count]) => [id, Number(count)])),
  };
}

/** @returns rows of columns, as text. */
async function query(databaseUrl: string, sql: string): Promise<readonly (readonly string[])[]> {
  const { stdout } = await promisify(execFile)(
    'psql',
    [databaseUrl, '-qAt', '-F', '\t', '-c', sql],
    {
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}
