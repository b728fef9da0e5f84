import { expect, test } from 'vitest';
import { junit } from './junit.ts';

test('the report as JUnit XML', () => {
  const xml = junit({
    url: 'http://127.0.0.1:3000/a?b=1&c="2"',
    certified: false,
    results: [
      { id: 'one', promise: 'It holds.', finding: { outcome: 'kept' }, ms: 12 },
      {
        id: 'two',
        promise: 'It <breaks>.',
        finding: { outcome: 'broken', fault: 'runs_repeats', evidence: 'handled 2 times' },
        ms: 1_500,
      },
      { id: 'three', promise: 'It hides.', finding: { outcome: 'unseen', why: 'Because.' }, ms: 0 },
    ],
  });
  expect(xml).toContain(
    '<testsuite name="kolvera certify http://127.0.0.1:3000/a?b=1&amp;c=&quot;2&quot;" tests="3" failures="1" skipped="1">',
  );
  expect(xml).toContain('<testcase classname="one" name="It holds." time="0.012"/>');
  expect(xml).toContain('name="It &lt;breaks&gt;." time="1.500"><failure type="runs_repeats"');
  expect(xml).toContain('handled 2 times. Remember handled deliveries');
  expect(xml).toContain('<skipped message="Because."/>');
});
