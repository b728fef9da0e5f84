/** The blueprints of the six ideas: whole, without secrets, and run over a delivered event. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { events, isObject, sampleEvent } from '@kolvera/event-schema';
import { describe, expect, test } from 'vitest';
import { render } from '../interpreter/iml/render.ts';
import { open } from '../interpreter/iml/scope.ts';
import type { Value } from '../interpreter/iml/value.ts';

const directory = join(import.meta.dirname, '../blueprints');
const VERIFIED = 'verified-custom-webhook.json';
const read = async (name: string) => JSON.parse(await readFile(join(directory, name), 'utf8'));
const verified = await read(VERIFIED);
const names = (await readdir(directory)).filter((name) => /\.json$/u.test(name));
const ideas = await Promise.all(
  names
    .filter((name) => name !== VERIFIED && name !== 'read-an-event.json')
    .map(async (name) => ({ name, blueprint: await read(name) })),
);

/** A value of a scenario, filled in from the event that Parse JSON has read. */
function fill(template: Value, event: unknown): Value {
  const text = JSON.stringify(template).replaceAll('; ', ', ').replaceAll('2.', 'event.');
  return render(JSON.parse(text), { event: open(JSON.parse(JSON.stringify(event))) });
}

test('there is one for each published idea', () => {
  expect(ideas).toHaveLength(events.filter(({ automationIdea }) => automationIdea).length);
});

describe.each(ideas)('$name', ({ blueprint }) => {
  const { flow } = blueprint;
  const [step] = flow.slice(2);
  const [conditions] = step.filter.conditions;
  const [{ b: event }] = conditions;

  test('starts with verified events, and is a scenario of Make', () => {
    expect(flow.slice(0, 2)).toEqual(verified.flow);
    expect(flow.map(({ id }: { id: number }) => id)).toEqual([1, 2, 3]);
    // A step that fails leaves an incomplete execution, from which Make can go on.
    expect(blueprint.metadata.scenario.dlq).toBe(true);
    expect(step.onerror).toMatchObject([{ module: 'builtin:Break', mapper: { retry: true } }]);
    for (const { module, version, parameters, mapper, metadata } of flow) {
      expect(module).toMatch(/^[a-z-]+:[A-Za-z0-9]+$/u);
      expect(version).toBeGreaterThan(0);
      expect([parameters, mapper].every(isObject)).toBe(true);
      expect(metadata.designer).toMatchObject({ x: expect.any(Number), y: expect.any(Number) });
    }
  });

  test('lets through its own event and no other', () => {
    const passes = (sent: unknown) =>
      conditions.every(({ a, b, o }: { a: string; b?: string; o: string }) =>
        o === 'exist' ? Boolean(fill(a, sent)) : fill(a, sent) === b,
      );
    const passing = events.map(({ name }) => name).filter((name) => passes(sampleEvent(name)));
    expect(passing).toEqual([event]);
  });

  test('fills in every field from the event, with no account and no secret', () => {
    const sample = sampleEvent(event);
    const filled = JSON.stringify(fill(step.mapper, sample));
    expect(filled).not.toContain('{{');
    expect(filled).not.toMatch(/undefined|\[object/u);
    expect(JSON.stringify(step.mapper)).toContain('2.data.');
    const paths = [...JSON.stringify(step.mapper).matchAll(/\b2\.([\w.]+)/gu)];
    for (const [, path = ''] of paths) {
      const value = render(`{{event.${path}}}`, {
        event: open(JSON.parse(JSON.stringify(sample))),
      });
      expect(value, path).toBeTruthy();
      expect(filled).toContain(String(value).slice(0, 20));
    }
    expect(JSON.stringify(blueprint)).not.toMatch(/__IMTCONN__|whsec_/u);
  });
});

test('a reply mentions nobody in Slack', () => {
  const slack = ideas.find(({ name }) => name.endsWith('slack.json'))?.blueprint.flow[2];
  const event = sampleEvent('campaign.email.replied', {
    data: { reply: { body: '<!channel> <@U1> & more' } },
  });
  expect(JSON.stringify(fill(slack.mapper, event))).toContain('&lt;!channel> &lt;@U1> & more');
});
