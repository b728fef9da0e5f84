import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { contactCreated } from './events/contact-created.ts';
import { jsonSchema } from './json-schema.ts';

const ajv = addFormats.default(new Ajv2020({ strict: false }));
const validate = ajv.compile(jsonSchema(contactCreated));
const { sample } = contactCreated;
const withContact = (contact: unknown) => ({ ...sample, data: { contact } });

test('it is as tolerant as the reader', () => {
  expect(validate({ ...sample, created_at: null, workspace_id: null, data: {} })).toBe(true);
  expect(validate({ ...sample, api_version: 2 })).toBe(true);
  expect(validate(withContact(null))).toBe(true);
  expect(validate(withContact({ shoe_size: 43, email: null }))).toBe(true);
  expect(validate(withContact({ email_status: 'a later status' }))).toBe(true);
});

test('it tells a wrong type, a wrong format and another event', () => {
  expect(validate(withContact({ is_prospect: 'yes' }))).toBe(false);
  expect(validate(withContact({ email: 'nobody' }))).toBe(false);
  expect(validate({ ...sample, event: 'contact.updated' })).toBe(false);
  expect(validate({ ...sample, id: null })).toBe(false);
});

test('a field carries its label, its mark and its known values', () => {
  expect(jsonSchema(contactCreated)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'New Contact',
    properties: {
      event: { const: 'contact.created' },
      data: {
        properties: {
          contact: {
            properties: {
              candidate_grade: {
                type: ['string', 'null'],
                'x-label': 'Candidate Grade',
                'x-source': expect.stringMatching(/^(published|observed)$/),
                'x-extensible-enum': ['A', 'B', 'C'],
              },
              phone: { 'x-format': 'phone' },
            },
          },
        },
      },
    },
  });
});
