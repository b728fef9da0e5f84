import { expect, test } from 'vitest';
import { ALL_EVENTS, eventChoice, isChosen } from './event-choice.ts';

test.each([
  [[], ['*']],
  [['*'], ['*']],
  [['contact.created', '*'], ['*']],
  [
    ['contact.created', 'meeting.booked', 'contact.created'],
    ['contact.created', 'meeting.booked'],
  ],
])('%j is sent to the API as %j', (names, choice) => {
  expect(eventChoice(names)).toEqual(choice);
});

test('a choice includes its names; no choice and "*" include everything', () => {
  expect(isChosen(['contact.created'], 'contact.created')).toBe(true);
  expect(isChosen(['contact.created'], 'contact.updated')).toBe(false);
  expect(isChosen([], 'added.later')).toBe(true);
  expect(isChosen(['contact.created', ALL_EVENTS], 'added.later')).toBe(true);
});
