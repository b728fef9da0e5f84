/** @module What the contest over node:http lets serve. */

export const BARE = 'bare handler';
export const BARE_PARSING = 'bare handler, JSON.parse';
export const OURS = 'receiver';
export const OURS_WITHOUT_STORE = 'receiver, store: false';

export const SERVED = [BARE, BARE_PARSING, OURS, OURS_WITHOUT_STORE] as const;

export type Served = (typeof SERVED)[number];

export function isServed(name: string | undefined): name is Served {
  return SERVED.some((served) => served === name);
}
