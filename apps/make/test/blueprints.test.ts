/** The blueprint that works without the app: its filter, run over what a Custom webhook hands over. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { expect, test } from 'vitest';
import { render } from '../interpreter/iml/render.ts';
import { open } from '../interpreter/iml/scope.ts';
import { part } from '../interpreter/section.ts';
import { withMake } from './with-make.ts';

const SECRET = 'whsec_today';
const PLACEHOLDER = 'PASTE_YOUR_WEBHOOK_SECRET';
const file = join(import.meta.dirname, '../blueprints/verified-custom-webhook.json');
const { flow } = JSON.parse(await readFile(file, 'utf8'));
const [receive, read] = flow;
const [[condition]] = read.filter.conditions;

/** In a scenario, arguments are separated by semicolons, and values are named by their module. */
function operand(
  name: 'a' | 'b',
  headers: Readonly<Record<string, string>>,
  value: string,
  secret = SECRET,
) {
  const template = String(part(condition, name)).replace(PLACEHOLDER, secret);
  return mapped(template, headers, value);
}

function mapped(template: string, headers: Readonly<Record<string, string>>, value: string) {
  const list = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const first = open({ value, __IMTHEADERS__: list });
  const expression = template.replaceAll(';', ',').replaceAll('1.', 'first.');
  return render(expression, { first, uuid: open(randomUUID()) });
}

function passes(headers: Readonly<Record<string, string>>, body: string): boolean {
  if (headers[SIGNATURE_HEADER] === undefined) {
    // Without the header there is no item to get; nothing equals a digest.
    expect(String(operand('b', headers, body))).toMatch(/^[0-9a-f]{64}$/u);
    return false;
  }
  return operand('a', headers, body) === operand('b', headers, body);
}

/** Forms that the app refuses, because it cannot see the bytes (docs/make.md). */
const bodies = [
  '{"event":"contact.created","data":{"n":1}}',
  '{"event": "contact.created", "n": 1}',
  '{"event":"contact.created","name":"Zo\\u00eb 東京"}',
  '{"event":"contact.created","credits":1.0,"n":1,"n":2}\n',
];

test.each(bodies)('lets through what is signed, in every form: %s', (body) => {
  const signature = sign(body, SECRET);
  expect(passes({ [SIGNATURE_HEADER]: signature, host: 'hook.example' }, body)).toBe(true);
  expect(passes({ [SIGNATURE_HEADER]: signature.toUpperCase() }, body)).toBe(true);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['a forgery', { [SIGNATURE_HEADER]: sign(bodies[0] ?? '', 'whsec_other') }],
  ['another body’s signature', { [SIGNATURE_HEADER]: sign('{}', SECRET) }],
  ['an empty signature', { [SIGNATURE_HEADER]: '' }],
  ['a signature that is not ASCII', { [SIGNATURE_HEADER]: 'é'.repeat(64) }],
  ['no signature', {}],
])('stops %s', (_, headers) => {
  expect(passes(headers, bodies[0] ?? '')).toBe(false);
});

test('while the placeholder is there, nothing passes', () => {
  const body = bodies[0] ?? '';
  const headers = { [SIGNATURE_HEADER]: sign(body, PLACEHOLDER) };
  const expected = operand('b', headers, body, PLACEHOLDER);
  expect(expected).toMatch(/^[0-9a-f]{64}$/u);
  expect(operand('a', headers, body)).not.toBe(expected);
});

test('with the app, the action reads what the Custom webhook hands over', async () => {
  const path = join(import.meta.dirname, '../blueprints/read-an-event.json');
  const blueprint = JSON.parse(await readFile(path, 'utf8'));
  const [first, reading] = blueprint.flow;
  expect(first).toEqual(receive);
  expect(reading.module).toBe('kolvera:readEvent');
  expect(blueprint.metadata.scenario.dlq).toBe(true);
  const make = await withMake();
  const connection = await make.connect('webhookSecret', { secret: SECRET });
  for (const body of bodies) {
    const headers = { [SIGNATURE_HEADER]: sign(body, SECRET), host: 'hook.example' };
    const form = Object.fromEntries(
      Object.entries<string>(reading.mapper).map(([key, template]) => [
        key,
        mapped(template, headers, body),
      ]),
    );
    const event = await make.runModule('readEvent', form, connection);
    expect(event).toMatchObject({ event: 'contact.created', verified: true });
  }
});

test('reads the raw text of the webhook, and holds no secret and no account', () => {
  expect(receive.module).toBe('gateway:CustomWebHook');
  expect(receive.parameters.hook).toBeNull();
  expect(read.mapper).toEqual({ json: '{{1.value}}' });
  expect(condition.o).toBe('text:equal');
});
