/** @module Deduplication in Redis 7 or later, or Valkey, for several processes. */
import type { DeliveryStore } from './delivery-store.ts';

/** A client of yours that is connected: `redis` (node-redis) or `ioredis`. */
export type RedisClient =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown> };

/** Begins every key, so that nothing else in the database is met. */
const PREFIX = 'kolvera:';

// A lease that ran out may be another process's by now: only one's own claim is touched.
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end`;
const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end`;

/**
 * Keeps deliveries in Redis, a key for each, which Redis removes when their time is over. Redis'
 * own clock counts. Choose an eviction policy that keeps them (`noeviction` or `volatile-ttl`).
 */
export function createRedisStore(client: RedisClient): DeliveryStore {
  const command = (...args: [string, ...string[]]): Promise<unknown> =>
    'call' in client ? client.call(...args) : client.sendCommand(args);

  return {
    async claim(key, value, ttlMs) {
      // With GET, SET NX gives the value that was in its way, or null when it was set.
      const found = await command('SET', PREFIX + key, value, 'NX', 'GET', 'PX', whole(ttlMs));
      return found === null ? value : String(found);
    },
    async complete(key, value, ttlMs) {
      await command('SET', PREFIX + key, value, 'PX', whole(ttlMs));
    },
    async release(key, value) {
      await command('EVAL', RELEASE, '1', PREFIX + key, value);
    },
    async renew(key, value, ttlMs) {
      await command('EVAL', RENEW, '1', PREFIX + key, value, whole(ttlMs));
    },
  };
}

/** Redis takes whole milliseconds, at least one. */
function whole(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}
