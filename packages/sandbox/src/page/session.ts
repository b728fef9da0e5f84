/** @module Signing in to the page with the control key, once per browser. */
import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { sameText } from '../api/guards.ts';
import { Problem } from '../api/problem.ts';

/**
 * Browsers share cookies between the ports of a host, so other local servers may see this one: it is
 * sent only to this path, and it is not the key.
 */
const COOKIE = 'kolvera_settings';
const PATH = '/settings';

function tokenFor(controlKey: string): string {
  return createHmac('sha256', controlKey).update('settings page').digest('base64url');
}

export function isSignedIn(c: Context, controlKey: string): boolean {
  return sameText(getCookie(c, COOKIE) ?? '', tokenFor(controlKey));
}

/** @returns whether the key is valid. */
export function signIn(c: Context, given: string, controlKey: string): boolean {
  if (!sameText(given.trim(), controlKey)) return false;
  setCookie(c, COOKIE, tokenFor(controlKey), { path: PATH, httpOnly: true, sameSite: 'Strict' });
  return true;
}

export function signOut(c: Context): void {
  deleteCookie(c, COOKIE, { path: PATH });
}

/**
 * Refuses a form from another page. Every browser sends the origin of a form; SameSite alone would
 * accept a page on another port of this machine.
 * @throws Problem 403
 */
export function requireOwnForm(c: Context): void {
  const { origin } = new URL(c.req.url);
  if (c.req.header('origin') !== origin) {
    throw new Problem(
      403,
      'The form was sent from another page. Open the settings page and try again.',
    );
  }
}
