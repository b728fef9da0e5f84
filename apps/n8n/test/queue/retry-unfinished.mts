/** @module What the user of n8n does after a worker was killed: Stop and Retry, in the list of runs. */
import type { N8nClient } from '../real/n8n-client.mts';
import type { StoredRun } from './stored-runs.mts';

/**
 * Retries the runs that have not succeeded. One that n8n still shows as running is stopped before.
 *
 * @returns for each retried run, how its retry ended.
 */
export async function retryUnfinished(
  n8n: Pick<N8nClient, 'stop' | 'retry'>,
  runs: readonly StoredRun[],
): Promise<readonly string[]> {
  const endings: string[] = [];
  for (const { executionId, status } of runs) {
    // What was never begun had not been answered either: Kolvera has sent it again.
    if (status === 'success' || status === 'new') continue;
    if (status === 'running') await n8n.stop(executionId);
    endings.push(await n8n.retry(executionId));
  }
  return endings;
}
