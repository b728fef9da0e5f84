/** @module The connections to all endpoints, of which a process can only have so many. */
import { type Dispatcher, Pool } from 'undici';

export interface Connections {
  /** What sends requests to this origin. */
  to(origin: string): Dispatcher;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/**
 * Connections are kept open for a while after a request. Where there would be more than `limit`,
 * those to the origins that were used longest ago are closed first; how many are in use at once is
 * up to whoever sends.
 */
export function createConnections(limit: number): Connections {
  /** Used longest ago first. */
  const pools = new Map<string, Pool>();
  let open = 0;

  function openPool(origin: string): Pool {
    const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0 });
    pool.on('connect', () => {
      open += 1;
      if (open > limit) closeIdle();
    });
    pool.on('disconnect', () => {
      open -= 1;
    });
    return pool;
  }

  function closeIdle(): void {
    for (const [origin, pool] of pools) {
      const { running, pending, queued } = pool.stats;
      if (running + pending + queued > 0) continue;
      pools.delete(origin);
      void pool.destroy();
      return;
    }
  }

  return {
    to(origin) {
      let pool = pools.get(origin);
      if (pool === undefined) {
        if (pools.size >= limit) closeIdle();
        pool = openPool(origin);
      }
      pools.delete(origin);
      pools.set(origin, pool);
      return pool;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
