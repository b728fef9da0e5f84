/**
 * @module From captured bodies to the corrected catalogue: keys and values of enumerations get into
 * it, and nothing else that was captured.
 * @slow Reads the catalogue's source with the compiler, again and again.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctionsOf } from '../apps/cli/src/inspecting/corrections.ts';
import { inspectCaptures } from '../apps/cli/src/inspecting/inspection.ts';
import { correct } from '../packages/event-schema/scripts/correct/correct.ts';
import { eventFields, events, isObject, sampleEvent } from '../packages/event-schema/src/index.ts';

const enumerated = new Set(
  events.flatMap((event) => eventFields(event).flatMap(({ options = [] }) => options)),
);
const samples = events.map(({ name }) => sampleEvent(name));

/** What somebody's data looks like, with a word in it that is nowhere else. */
const secret = fc.tuple(fc.stringMatching(/^q[a-z]{11}q$/), fc.nat(6)).map(([word, form]) => ({
  word,
  text:
    [`${word}@mail.example`, `https://${word}.example/a`, `${word} O'Neil`, `2026-11-25 ${word}`][
      form
    ] ?? word,
}));
type Secret = typeof secret extends fc.Arbitrary<infer S> ? S : never;

/** Fields that the catalogue lacks, wherever they are; their texts are put in later. */
const { value: unheardOf } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant('?'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^zz[A-Za-z_]{1,6}$/), tie('value'), { maxKeys: 3 }),
  ),
}));

test('property: of what was captured, the corrected catalogue holds keys and enumerations only', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 20, maxLength: 40 }),
      fc.array(unheardOf, { minLength: 5, maxLength: 5 }),
      (secrets, additions) => {
        const captures = samples.map((sample, index) => ({
          body: JSON.stringify(filled(sample, secrets, additions, index)),
          exact: true,
          at: null,
        }));
        const { files, open } = correct(correctionsOf(inspectCaptures(captures, '2026-11-25')));
        expect(files.size).toBeGreaterThan(5);
        for (const [path, text] of [
          ...files,
          ['what a person is told', open.join('\n')] as const,
        ]) {
          const before = path.startsWith('/') ? readFileSync(path, 'utf8') : '';
          for (const { word } of secrets) {
            if (!before.includes(word)) expect(text, path).not.toContain(word);
          }
        }
      },
    ),
    { numRuns: 3, endOnFailure: true },
  );
});

/** The sample with a secret for every text, and in its objects what the catalogue lacks. */
function filled(
  sample: (typeof samples)[number],
  secrets: readonly Secret[],
  additions: readonly unknown[],
  seed: number,
): unknown {
  let next = seed;
  const take = (): string => {
    next += 1;
    return secrets[next % secrets.length]?.text ?? '';
  };
  const fill = (value: unknown, adds: boolean): unknown => {
    if (typeof value === 'string') return enumerated.has(value) ? value : take();
    if (Array.isArray(value)) return value.map((item) => fill(item, adds));
    if (!isObject(value)) return value;
    const own = Object.entries(value).map(([key, inner]) => [key, fill(inner, adds)]);
    const more = adds
      ? additions.map((addition, index) => [`unheard_of_${index}`, fill(addition, false)])
      : [];
    return Object.fromEntries([...own, ...more, [`by ${take()}`, take()]]);
  };
  const { event, ...rest } = sample;
  return { event, ...Object(fill({ ...rest, data: {} }, false)), data: fill(sample.data, true) };
}
