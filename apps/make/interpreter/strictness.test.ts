/** The stand-in refuses what Make would, and what a definition should not do. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withMake, withStubApi } from '../test/with-make.ts';
import { fillIn } from './form.ts';
import { handleDelivery } from './handle-delivery.ts';
import { declared } from './iml/scope.ts';
import { createLog } from './log.ts';
import { startMake } from './make.ts';
import { runRequest } from './request.ts';

const params = [
  { name: 'text', type: 'text', label: 'Text', required: true, validate: { pattern: '^a+$' } },
  { name: 'flag', type: 'boolean', label: 'Flag', default: true },
  {
    name: 'choice',
    type: 'select',
    label: 'Choice',
    multiple: true,
    options: [{ label: 'One', value: '1' }],
  },
];

test('a form fills in defaults, and null for what is left empty', () => {
  expect(fillIn(params, { text: 'aa' })).toEqual({ text: 'aa', flag: true, choice: null });
});

test.each([
  [{}, 'Missing value'],
  [{ text: '' }, 'Missing value'],
  [{ text: 'b' }, 'Invalid value in parameter "Text"'],
  [{ text: 'a', flag: 'yes' }, 'Invalid value in parameter "Flag"'],
  [{ text: 'a', choice: ['2'] }, 'Invalid value in parameter "Choice"'],
  [{ text: 'a', other: 1 }, 'has no other'],
])('a form refuses %j', (values, message) => {
  expect(() => fillIn(params, values)).toThrow(message);
});

test('a log leaves out what it is told to, at any depth, and keeps the rest', () => {
  const log = createLog();
  const body = { secret: 'hidden', data: { secret: 'hidden too' }, id: 'kept' };
  log.write({ response: { body } }, [
    'response.body.secret',
    'response.body.data.secret',
    'no.such',
  ]);
  expect(log.text()).not.toContain('hidden');
  expect(log.text()).toContain('kept');
});

test.each([
  [{ url: '{{parameters.url}}', pagination: {} }, 'unknown directives: pagination'],
  [{ url: '{{parameters.url}}', response: { wrapper: '' } }, 'unknown directives: wrapper'],
  [{ url: '{{parameters.url}}', followRedirects: true }, 'follows no redirects'],
  [{ url: '{{parameters.url}}', method: 1 }, 'The method is not text'],
])('a request with %j is an error', async (section, message) => {
  const { baseUrl } = await withStubApi({ status: 200, body: {} });
  const scope = { parameters: declared({ url: `${baseUrl}/me` }) };
  const quiet = { followRedirects: false, followAllRedirects: false };
  const run = runRequest({ ...quiet, ...section }, { scope, log: createLog(), timeout: 5000 });
  await expect(run).rejects.toThrow(message);
});

test('an incoming communication has neither rawBody nor connection, and no other directive', () => {
  const delivery = { method: 'POST', query: {}, headers: {}, body: {} };
  const context = { parameters: {}, data: {}, verificationAnswers: true };
  const handle = (section: object) => () => handleDelivery({ ...section }, delivery, context);
  expect(handle({ condition: '{{rawBody}}' })).toThrow('no variable "rawBody"');
  expect(handle({ condition: '{{connection.apiKey}}' })).toThrow('no variable "connection"');
  expect(handle({ condition: '{{data.secret}}' })).toThrow('nothing declares it');
  expect(handle({ iterate: '{{body.items}}' })).toThrow('unknown directives: iterate');
});

test('a tree that Make would refuse does not start', async () => {
  await expect(startMake({ files: new Map() })).rejects.toThrow('Make would refuse the app');
});

test('a webhook that was deleted cannot be deleted or edited again, and its URL is gone', async () => {
  const make = await withMake();
  const { baseUrl } = await withStubApi({ status: 201, body: { id: 'whk_1', secret: 's' } });
  const connection = await make.connect('kolvera', { apiKey: 'key' }, baseUrl);
  const webhook = await make.addWebhook('contacts', {}, connection);
  await make.removeWebhook(webhook, connection);
  await expect(make.removeWebhook(webhook)).rejects.toThrow('already been deleted');
  expect(() => make.editWebhook(webhook, {})).toThrow('already been deleted');
  expect((await fetch(webhook.url, { method: 'POST', body: '{}' })).status).toBe(410);
});

test('what is generated and deployed knows nothing of the interpreter', async () => {
  const source = join(import.meta.dirname, '../src');
  const names = (await readdir(source, { recursive: true })).filter((name) => /\.ts$/u.test(name));
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    expect(await readFile(join(source, name), 'utf8'), name).not.toMatch(/from '.*interpreter/u);
  }
});
