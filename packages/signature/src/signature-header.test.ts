import { expect, test } from 'vitest';
import { headerFailure, readSignature } from './signature-header.ts';

test('only hex digits are accepted in a signature', () => {
  const accepted: string[] = [];
  for (let unit = 0; unit <= 0xffff; unit++) {
    const character = String.fromCharCode(unit);
    if (headerFailure('0'.repeat(63) + character) === undefined) accepted.push(character);
  }
  expect(accepted.join('')).toBe('0123456789ABCDEFabcdef');
});

test('upper case is read as lower case', () => {
  const signature = readSignature('0123456789ABCDEF'.repeat(4));
  expect(String(signature)).toBe('0123456789abcdef'.repeat(4));
});
