/** @slow Needs Redis and PostgreSQL. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { startPostgres, startRedis } from './debian-services.ts';

/** The first start on a machine may install the server. */
const INSTALLED_WITHIN_MS = 300_000;

const query = (url: string, sql: string) =>
  execFileSync('psql', [url, '-qAtc', sql], { encoding: 'utf8', stdio: 'pipe' }).trim();
const redis = (url: string, ...command: string[]) =>
  execFileSync('redis-cli', ['-u', url, ...command], { encoding: 'utf8', stdio: 'pipe' }).trim();

test('PostgreSQL keeps what it has stored when it is killed, and nothing when it is stopped', {
  timeout: INSTALLED_WITHIN_MS,
}, async () => {
  const server = await startPostgres();
  try {
    query(server.url, "create table events as select 'contact.created' as name");
    await server.kill();
    expect(() => query(server.url, 'select 1')).toThrow();
    await server.start();
    expect(query(server.url, 'select name from events')).toBe('contact.created');
  } finally {
    await server.stop();
  }
  expect(() => query(server.url, 'select 1')).toThrow();
});

test('Redis keeps what it has stored when it is killed, and answers nothing while it is paused', {
  timeout: INSTALLED_WITHIN_MS,
}, async () => {
  const server = await startRedis();
  try {
    redis(server.url, 'set', 'event', 'contact.created');
    await server.kill();
    await server.start();
    server.pause();
    const waiting = ['1', 'redis-cli', '-u', server.url, 'get', 'event'];
    expect(() => execFileSync('timeout', waiting)).toThrow();
    server.resume();
    expect(redis(server.url, 'get', 'event')).toBe('contact.created');
    server.pause();
  } finally {
    await server.stop();
  }
  expect(() => redis(server.url, 'ping')).toThrow();
});
