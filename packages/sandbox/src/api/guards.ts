/** @module Access to the sandbox: a request must be for its own host and carry its key. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from './problem.ts';

/**
 * Refuses a request for another host or from another origin. Otherwise a website could reach the
 * sandbox through a visitor's browser, under a name that resolves to 127.0.0.1 (DNS rebinding).
 * @param own the sandbox's hosts, with port.
 * @throws Problem 403
 */
export function refuseForeign(headers: Headers, own: ReadonlySet<string>): void {
  if (!own.has(headers.get('host')?.toLowerCase() ?? '')) {
    throw new Problem(
      403,
      'The Host header is not the sandbox’s. Use the address printed in the terminal.',
    );
  }
  const origin = headers.get('origin');
  if (origin !== null && !(origin.startsWith('http://') && own.has(origin.slice(7)))) {
    throw new Problem(403, 'The request comes from a page on another site.');
  }
}

/**
 * @param keys the valid keys.
 * @returns the key in the request's `Authorization: Bearer <key>`.
 * @throws Problem 401 unless it is one of them.
 */
export function requireKey(headers: Headers, keys: readonly string[], kind: string): string {
  const given = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  for (const key of keys) if (given !== undefined && sameText(given, key)) return key;
  throw new Problem(
    401,
    `The ${kind} is missing or wrong. Send the header "Authorization: Bearer <${kind}>".`,
    {},
    { 'www-authenticate': 'Bearer' },
  );
}

/** Compares in constant time. */
export function sameText(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
