import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headerValues } from './header.ts';

test('finds a header in any case, with and without the prefix', () => {
  const name = 'x-kolvera-signature';
  const spelling = fc
    .tuple(fc.boolean(), fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }))
    .map(([prefixed, upper]) =>
      [...`${prefixed ? 'http-' : ''}${name}`]
        .map((letter, index) => (upper[index] ? letter.toUpperCase() : letter))
        .join(''),
    );
  fc.assert(
    fc.property(spelling, fc.string(), (key, value) => {
      expect(headerValues({ 'Content-Type': 'application/json', [key]: value }, name)).toEqual([
        value,
      ]);
    }),
  );
});

test('finds nothing else', () => {
  const headers = { 'Http-X-Kolvera-Signature-2': 'a', 'X-Http-X-Kolvera-Signature': 'b' };
  expect(headerValues(headers, 'x-kolvera-signature')).toEqual([]);
});

test('gives every value of a header that came twice', () => {
  const headers = { 'X-Kolvera-Signature': 'a', 'Http-X-Kolvera-Signature': 'b' };
  expect(headerValues(headers, 'x-kolvera-signature')).toEqual(['a', 'b']);
  const list = { 'Http-X-Kolvera-Signature': ['a', 'b'] };
  expect(headerValues(list, 'x-kolvera-signature')).toEqual(['a', 'b']);
});
