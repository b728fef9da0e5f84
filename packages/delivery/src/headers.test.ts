import { describe, expect, test } from 'vitest';
import { type DeliveryHeaders, headerReader } from './headers.ts';

const read = (headers: DeliveryHeaders) => headerReader(headers)('x-kolvera-event');

test.each<[string, DeliveryHeaders]>([
  ['an object, as Node has it', { 'x-kolvera-event': 'a' }],
  ['an object, as it was sent', { 'X-Kolvera-Event': 'a' }],
  ['an object with lists', { 'X-Kolvera-Event': ['a'] }],
  ['Zapier’s object', { 'Http-X-Kolvera-Event': 'a', 'Content-Type': 'application/json' }],
  ['Headers', new Headers({ 'X-Kolvera-Event': 'a' })],
  ['pairs', [['X-Kolvera-Event', 'a']]],
  ['a Map', new Map([['X-Kolvera-Event', 'a']])],
  ['an object without a prototype', Object.assign(Object.create(null), { 'x-kolvera-event': 'a' })],
])('%s', (_, headers) => {
  expect(read(headers)).toBe('a');
});

test.each<[string, DeliveryHeaders]>([
  ['a list', { 'x-kolvera-event': ['a', 'b'] }],
  [
    'pairs',
    [
      ['X-Kolvera-Event', 'a'],
      ['x-kolvera-event', 'b'],
    ],
  ],
  ['two cases', { 'X-Kolvera-Event': 'a', 'X-KOLVERA-EVENT': 'b' }],
])('a header that came twice is a list: %s', (_, headers) => {
  expect(read(headers)).toEqual(['a', 'b']);
});

describe('there is no such header', () => {
  test.each([null, undefined, {}, [], new Headers(), { 'x-kolvera-event': 7 }])(
    'in %j',
    (headers) => {
      expect(read(headers)).toBeUndefined();
    },
  );

  test('among what every object inherits', () => {
    expect(headerReader({})('constructor')).toBeUndefined();
  });
});
