import { expect, test } from 'vitest';
import { type Catalogue, events } from './catalogue.ts';
import type { Narrowing } from './event-definition.ts';
import { narrowedBy } from './known-events.ts';
import { narrowingChoices, narrowings, narrowingValues } from './narrowing.ts';
import { withImaginaryEvent } from './testing.ts';

test('campaign events are narrowed by campaign, updates by what changed', () => {
  const of = (narrowing: Narrowing) =>
    events.map(({ name }) => name).filter((name) => narrowedBy(name).includes(narrowing));
  expect(of('campaigns')).toEqual(events.map(({ name }) => name).filter(isOfCampaign));
  expect(of('changedFields')).toEqual(['contact.updated', 'company.updated']);
  expect(narrowedBy('an.unknown.one')).toEqual([]);
});

const isOfCampaign = (name: string) => name.startsWith('campaign.');
const catalogue: Catalogue = withImaginaryEvent();

test.each(
  catalogue.flatMap((definition) =>
    (definition.narrowedBy ?? []).map((narrowing) => ({ definition, narrowing })),
  ),
)('the sample of $definition.name says its $narrowing', ({ definition, narrowing }) => {
  const values = narrowingValues(narrowing, definition.sample.data);
  expect(values).not.toEqual([]);
  expect(narrowings[narrowing].label).toMatch(/^[A-Z]/);
  const choices = narrowingChoices(definition, narrowing)?.map(({ value }) => value);
  if (choices) expect(choices).toEqual(expect.arrayContaining([...values]));
});

test.each([
  ['campaigns', { campaign: { id: 7, name: 'Winter' } }, ['7', 'Winter']],
  ['campaigns', { campaign: { id: null, name: '' } }, []],
  ['campaigns', { campaign: 'cam_1' }, []],
  ['campaigns', {}, []],
  ['changedFields', { changed_fields: ['title', null, 'email'] }, ['title', 'email']],
  ['changedFields', { changed_fields: null }, []],
  ['changedFields', { changed_fields: { title: 'x' } }, []],
] as const)('%s of %j are %j', (narrowing, data, values) => {
  expect(narrowingValues(narrowing, data)).toEqual(values);
});
