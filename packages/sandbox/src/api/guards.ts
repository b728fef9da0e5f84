/** @module Who may talk to the sandbox: a request must be for its own address and carry its key. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from './problem.ts';

/**
 * Refuses a request for another host or from another origin. A website that a person visits could
 * otherwise reach the sandbox through their browser, under a name that it points at 127.0.0.1
 * (DNS rebinding).
 * @param own the hosts, with port, under which the sandbox is reached.
 * @throws Problem 403
 */
export function refuseForeign(headers: Headers, own: ReadonlySet<string>): void {
  if (!own.has(headers.get('host')?.toLowerCase() ?? '')) {
    throw new Problem(
      403,
      'This request is for another host. Use the address printed in the terminal.',
    );
  }
  const origin = headers.get('origin');
  if (origin !== null && !(origin.startsWith('http://') && own.has(origin.slice(7)))) {
    throw new Problem(403, 'This request comes from a page on another site.');
  }
}

/**
 * @param keys those that are taken.
 * @returns the key that the request carries, as `Authorization: Bearer <key>`.
 * @throws Problem 401 when it carries none of them.
 */
export function requireKey(headers: Headers, keys: Iterable<string>, kind: string): string {
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
