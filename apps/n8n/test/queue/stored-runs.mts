/** @module What n8n's database and the workflow's tables hold after the run. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const FINISHED_WITHIN_MS = 600_000;

/** Longer than n8n needs here to notice that a worker is gone. */
const QUIET_MS = 30_000;

export interface StoredRuns {
  /** Per event id, how often the workflow was started for it. */
  readonly runs: ReadonlyMap<string, number>;
  /** Runs by how they ended: `success`, `crashed` …; `new` were never begun. */
  readonly endings: Readonly<Record<string, number>>;
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

/** Waits until nothing runs and nothing ends any more. @throws Error when that takes ten minutes. */
export async function storedRuns(databaseUrl: string): Promise<StoredRuns> {
  const underWay = `select count(*) filter (where status = 'running'),
    count(*) filter (where status = 'new'), count(*) from execution_entity`;
  const deadline = Date.now() + FINISHED_WITHIN_MS;
  for (let seen = '', quietSince = Date.now(); Date.now() - quietSince < QUIET_MS; ) {
    const [counts = []] = await query(databaseUrl, underWay);
    const [running, waiting] = counts;
    if (running === '0' && waiting === '0') break;
    if (String(counts) !== seen || running !== '0') quietSince = Date.now();
    seen = String(counts);
    if (Date.now() > deadline) throw new Error(`${running} runs have not ended`);
    await sleep(1_000);
  }
  const counted = async (sql: string) =>
    (await query(databaseUrl, sql)).map(([name = '', count]) => [name, Number(count)] as const);
  const eventId = `substring(data from '"(evt_queue_[0-9]+)"')`;
  return {
    runs: new Map(await counted(`select ${eventId}, count(*) from execution_data group by 1`)),
    endings: Object.fromEntries(
      await counted('select status, count(*) from execution_entity group by 1 order by 1'),
    ),
    rows: new Set((await counted('select event_id, 1 from kolvera_events')).map(([id]) => id)),
    passed: new Map(await counted('select event_id, count(*) from passed group by 1')),
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
