import { expect, test, vi } from 'vitest';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { authentication } from './authentication.ts';

const bundle = { authData: { api_key: 'kol_key' }, inputData: {} } as unknown as Bundle;

test.each([
  [{ name: 'Priya Nair', email: 'priya@wattle.example' }, 'Priya Nair'],
  [{ name: '', email: 'priya@wattle.example' }, 'priya@wattle.example'],
  [{ name: null, email: null }, 'usr_1'],
])('the connection names somebody, whatever Kolvera knows of them (%o)', async (known, user) => {
  const answer = { workspace: { id: 'wsp_1', name: '' }, user: { id: 'usr_1', ...known } };
  const request = vi.fn(async () => ({
    status: 200,
    content: JSON.stringify(answer),
    headers: new Headers(),
  }));
  const z = { request, console: { error: vi.fn() } } as unknown as ZObject;
  expect(await authentication.test(z, bundle)).toEqual({ workspace: 'wsp_1', user });
});
