import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { index, printIndex, readDecision, readDecisions } from './decisions.ts';

test('every decision has its title, status and date, and the index has every decision', () => {
  expect(readFileSync(index, 'utf8'), 'run npm run generate').toBe(printIndex(readDecisions()));
});

test.each([
  '# 0031: Subscribing\n\n_Accepted, 2026-11-23._\n',
  '# 31. Subscribing\n\nContext',
  '# 32. Subscribing\n\n_Accepted, 2026-11-23._\n',
  '# 31. Subscribing\n\n_Accepted yesterday._\n',
])('%j is refused', (text) => {
  expect(() => readDecision('0031-subscribing.md', text)).toThrow(
    'has to begin with "# 31. Title"',
  );
});

test('a decision that was replaced says so', () => {
  expect(readDecision('0031-x.md', '# 31. X\n\n_Replaced by 0035, 2026-11-25._\n')).toMatchObject({
    status: 'replaced by 0035',
  });
});
