/** @module One delivery a file, in forms in which other services write theirs. */
import { readdirSync, readFileSync } from 'node:fs';
import type { KolveraEvent } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { describe, expect, test } from 'vitest';
import { openDelivery } from '../src/index.ts';

interface Written {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly expect: { readonly events: readonly KolveraEvent[] };
}

const SECRET = 'whsec_of_the_envelopes';
const folder = new URL('./envelopes/', import.meta.url);

/** `created_at` as the instant: a number of seconds arrives in UTC. */
function withInstant({ created_at, ...event }: KolveraEvent) {
  return { ...event, created_at: created_at === null ? null : Date.parse(created_at) };
}

describe.each(readdirSync(folder))('%s', (file) => {
  const {
    headers,
    body,
    expect: expected,
  }: Written = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const signed = { ...headers, [SIGNATURE_HEADER]: sign(body, SECRET) };

  test('is read as the event in its usual form', () => {
    const opened = openDelivery({ headers: signed, body, secrets: SECRET });
    expect(opened.events.map(withInstant)).toEqual(
      expected.events.map((event) => expect.objectContaining(withInstant(event))),
    );
  });

  test('reads the same headers in other forms', () => {
    const pairs = Object.entries(signed).map(([name, value]) => [`Http-${name}`, value] as const);
    for (const other of [new Headers(signed), pairs, Object.fromEntries(pairs)]) {
      expect(openDelivery({ headers: other, body, secrets: SECRET })).toEqual(
        openDelivery({ headers: signed, body, secrets: SECRET }),
      );
    }
  });
});
