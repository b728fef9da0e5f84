/** @module A browser without script that has signed in: it gets pages and posts forms. */
import { expect } from 'vitest';
import type { Sandbox } from '../src/index.ts';

export async function openPlainBrowser(sandbox: Sandbox) {
  const { origin } = new URL(sandbox.settingsUrl);
  const post = (path: string, form: [string, string][], headers: Record<string, string> = {}) =>
    fetch(origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, ...headers },
      body: new URLSearchParams(form),
    });
  const signedIn = await post('/settings/sign-in', [['key', ` ${sandbox.controlKey} `]]);
  expect(signedIn.status).toBe(303);
  const cookie = signedIn.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; Path=\/settings; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  return {
    origin,
    headers,
    get: async (path: string) => (await fetch(origin + path, { headers })).text(),
    post: (path: string, ...form: [string, string][]) => post(path, form, headers),
  };
}
