import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { expect, test } from 'vitest';
import { events } from '../src/catalogue.ts';
import { imaginaryEvent, withImaginaryEvent } from '../src/testing.ts';
import { asyncApiFile, printAsyncApi } from './asyncapi.ts';
import { eventReferenceFile, printEventReference } from './event-reference.ts';
import { knownEventsFile, printKnownEvents } from './known-events.ts';

const stale = 'is stale: run npm run generate -w @kolvera/event-schema';

test.each([
  ['src/generated/known-events.ts', knownEventsFile, printKnownEvents(events)],
  ['docs/events.md', eventReferenceFile, printEventReference(events)],
  ['asyncapi.yaml', asyncApiFile, printAsyncApi(events)],
])('%s is what the catalogue gives', (name, file, expected) => {
  expect(readFileSync(file, 'utf8'), `${name} ${stale}`).toBe(expected);
});

test('an imaginary event appears in both', () => {
  expect(printKnownEvents(withImaginaryEvent())).toContain(`'${imaginaryEvent.name}',`);
  const reference = printEventReference(withImaginaryEvent());
  expect(reference).toContain('## campaign.paused\n\n**Campaign Paused** (Campaign).');
  expect(reference).toContain('| `data.waiting[].contacts` | Waiting Contacts | list of integer |');
  expect(reference).toContain('"reason": "The inbox reached its daily limit."');
});

// The parser checks the schemas of all events, which a busy machine makes wait.
const PARSE_TIMEOUT = 60_000;

test.each([
  ['as it is', events],
  ['with an event more', withImaginaryEvent()],
])('the AsyncAPI document is valid %s', { timeout: PARSE_TIMEOUT }, async (_, catalogue) => {
  const { document, errors } = await parse(printAsyncApi(catalogue));
  expect(errors).toEqual([]);
  expect(document?.messages().map((message) => message.name())).toEqual(
    catalogue.map(({ name }) => name),
  );
});

test('a broken reference would be noticed', { timeout: PARSE_TIMEOUT }, async () => {
  const broken = printAsyncApi(events).replace('"#/channels/webhook"', '"#/channels/nowhere"');
  expect((await parse(broken)).errors).not.toEqual([]);
});

async function parse(yaml: string) {
  const { document, diagnostics } = await new Parser().parse(yaml);
  return { document, errors: diagnostics.filter(({ severity }) => severity === 0) };
}
