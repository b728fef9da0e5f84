/** @module Deduplication in Redis 7 or later, for several processes. */
import type { DeliveryStore } from '@kolvera/receiver';

/** Sends one command: `(...parts) => client.sendCommand(parts)`, with the `redis` package. */
export type Command = (...parts: string[]) => Promise<unknown>;

// A lease that ran out may be another process's by now: only one's own claim is removed.
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

/** @param prefix keeps this receiver's keys apart from everything else in the database. */
export function createRedisStore(command: Command, prefix = 'kolvera:'): DeliveryStore {
  return {
    async claim(key, value, ttlMs) {
      // With GET, SET NX gives the value that stood in its way, or nil when it was set.
      const standing = await command('SET', prefix + key, value, 'NX', 'GET', 'PX', String(ttlMs));
      return standing === null ? value : String(standing);
    },
    async complete(key, value, ttlMs) {
      await command('SET', prefix + key, value, 'PX', String(ttlMs));
    },
    async release(key, value) {
      await command('EVAL', RELEASE, '1', prefix + key, value);
    },
  };
}
