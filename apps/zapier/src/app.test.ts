import { events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { expect, test } from 'vitest';
import { kolveraApp } from './app.ts';
import { triggerKey } from './triggers/event-trigger.ts';

test('has a trigger for each event and one for any of them', () => {
  const { triggers } = kolveraApp();
  expect(Object.keys(triggers)).toEqual([
    ...events.map(({ name }) => triggerKey(name)),
    'new_event',
  ]);
  for (const { name, label, firesWhen } of events) {
    expect(triggers[triggerKey(name)]?.display).toEqual({ label, description: firesWhen });
  }
});

test('an event that is added to the catalogue appears in every place', () => {
  const { triggers, creates } = kolveraApp(withImaginaryEvent());
  const key = triggerKey(imaginaryEvent.name);
  expect(triggers[key]?.operation.sample).toEqual(imaginaryEvent.sample);
  const choice = {
    value: imaginaryEvent.name,
    label: imaginaryEvent.label,
    sample: imaginaryEvent.name,
  };
  for (const step of [triggers.new_event, creates.verify_webhook]) {
    const fields: object[] = step?.operation.inputFields ?? [];
    const choices = fields.flatMap((field) => ('choices' in field ? field.choices : []));
    expect(choices).toContainEqual(choice);
  }
});
