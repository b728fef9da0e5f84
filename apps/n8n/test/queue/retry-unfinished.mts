/** @module What the user of n8n does after a worker was killed: Stop and Retry, in the list of runs. */
import type { N8nClient } from '../real/n8n-client.mts';
import { type StoredRun, UNDER_WAY } from './stored-runs.mts';

/**
 * Retries the runs that have not succeeded. What n8n still shows as queued or running is stopped before:
 * the worker that was to run it is gone.
 *
 * @returns for each retried run, how its retry ended.
 */
export async function retryUnfinished(
  n8n: Pick<N8nClient, 'stop' | 'retry'>,
  runs: readonly StoredRun[],
): Promise<readonly string[]> {
  const endings: string[] = [];
  for (const { executionId, status } of runs) {
    if (status === 'success') continue;
    if (UNDER_WAY.has(status)) await n8n.stop(executionId);
    endings.push(await n8n.retry(executionId));
  }
  return endings;
}
