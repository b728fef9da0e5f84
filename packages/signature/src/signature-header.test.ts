import { expect, test } from 'vitest';
import { readSignature } from './signature-header.ts';

test('of all characters, only hex digits may be in a signature', () => {
  const accepted: string[] = [];
  for (let unit = 0; unit <= 0xffff; unit++) {
    const character = String.fromCharCode(unit);
    const read = readSignature('0'.repeat(63) + character);
    if (typeof read === 'string') accepted.push(character);
  }
  expect(accepted.join('')).toBe('0123456789ABCDEFabcdef');
});

test('upper case is read as lower case', () => {
  expect(readSignature('0123456789ABCDEF'.repeat(4))).toBe('0123456789abcdef'.repeat(4));
});
