import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { events } from '../src/catalogue.ts';
import { imaginaryEvent, withImaginaryEvent } from '../src/testing.ts';
import { eventReferenceFile, printEventReference } from './event-reference.ts';
import { knownEventsFile, printKnownEvents } from './known-events.ts';

const stale = 'is stale: run npm run generate -w @kolvera/event-schema';

test.each([
  ['src/generated/known-events.ts', knownEventsFile, printKnownEvents(events)],
  ['docs/events.md', eventReferenceFile, printEventReference(events)],
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
