import { expect, test } from 'vitest';
import { list, object, text } from './describe-field.ts';
import { eventFields } from './event-fields.ts';
import { imaginaryEvent } from './testing.ts';

const labels = (name: Parameters<typeof eventFields>[0]) =>
  Object.fromEntries(eventFields(name).map(({ path, label }) => [path.join('.'), label]));

test('the envelope comes first, then the data, flattened', () => {
  const fields = eventFields('enrichment.completed');
  expect(fields.slice(0, 5).map(({ path }) => path)).toEqual([
    ['id'],
    ['event'],
    ['created_at'],
    ['workspace_id'],
    ['data', 'job', 'job_key'],
  ]);
  expect(fields[0]).toMatchObject({ label: 'Event ID', nullable: false, important: false });
});

test('a label says whose field it is, and says it once', () => {
  expect(labels('campaign.email.replied')).toMatchObject({
    'data.contact.email': 'Contact Email',
    'data.step.step_number': 'Step Number',
    'data.step.subject': 'Step Subject',
    'data.reply.from': 'Reply From',
    'data.replied_at': 'Replied At',
  });
  expect(labels('campaign.completed')['data.stats.sent']).toBe('Total Sent');
  expect(labels('enrichment.completed')['data.job.job_key']).toBe('Job Key');
});

test('a field carries everything that a platform can show', () => {
  const fields = eventFields('contact.created');
  expect(fields.find(({ path }) => path[2] === 'email')).toMatchObject({
    path: ['data', 'contact', 'email'],
    type: 'string',
    format: 'email',
    label: 'Contact Email',
    description: "The contact's work email address.",
    source: expect.stringMatching(/^(assumed|observed)$/),
    nullable: true,
    important: true,
  });
  const status = fields.find(({ path }) => path[2] === 'email_status');
  expect(status).toMatchObject({ options: expect.arrayContaining(['valid']) });
});

test('a list of plain values is one field, called what the list is called', () => {
  expect(eventFields('contact.updated').find(({ list }) => list)).toMatchObject({
    path: ['data', 'changed_fields'],
    list: ['data', 'changed_fields'],
    type: 'string',
    label: 'Changed Fields',
    description: "The names of the contact's fields that changed.",
    source: expect.stringMatching(/^(assumed|observed)$/),
    nullable: true,
    important: true,
  });
});

test('a list of objects is a field for each of theirs', () => {
  const waiting = eventFields(imaginaryEvent).filter((field) => field.list);
  expect(waiting.map(({ path, label, list }) => ({ path, label, list }))).toEqual([
    {
      path: ['data', 'waiting', 'step_number'],
      label: 'Waiting Step Number',
      list: ['data', 'waiting'],
    },
    { path: ['data', 'waiting', 'contacts'], label: 'Waiting Contacts', list: ['data', 'waiting'] },
  ]);
});

test('of lists in lists the outermost is named', () => {
  const inner = list('assumed', 'Tags', 'Tags.', text('assumed', 'Tag', 'A tag.'));
  const row = object('assumed', 'Row', 'A row.', { tags: inner });
  const data = { rows: list('assumed', 'Rows', 'Rows.', row) };
  const field = eventFields({ ...imaginaryEvent, data }).at(-1);
  expect(field).toMatchObject({ path: ['data', 'rows', 'tags'], list: ['data', 'rows'] });
});

test('a name that is not in the catalogue is a mistake, and says so', () => {
  expect(() => eventFields('contact.create' as 'contact.created')).toThrow(
    expect.objectContaining({ code: 'unknown_event_name' }),
  );
});
