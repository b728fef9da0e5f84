/** What Make's reviewers look at, as docs/make.md lists it. */
import { events } from '@kolvera/event-schema';
import { describe, expect, test } from 'vitest';
import { makeApp } from '../src/app/make-app.ts';
import { sentenceCase } from '../src/app/sentence-case.ts';
import type { RequestSection } from '../src/definition/communication.ts';
import type { Parameter, Spec } from '../src/definition/parameter.ts';
import { sentSample } from './sent-sample.ts';

const app = makeApp();
const modules = Object.entries(app.modules);
const webhooks = Object.entries(app.webhooks);
const forms = [...Object.values(app.connections), ...Object.values(app.webhooks)];

/** Lower case after the first letter, but for abbreviations. */
const sentenceCased = /^([A-Z]|API|URL)[^A-Z]*((API|URL|ID)[^A-Z]*)*$/u;

describe.each(modules)('the module %s', (_, module) => {
  test('has a label in sentence case and a description of one sentence', () => {
    expect(module.label).toMatch(sentenceCased);
    expect(module.description).toMatch(/^(Triggers when|Performs|Verifies) .+\.$/u);
  });

  test('has an interface with a label for every field, nested ones too', () => {
    const fields = [...described(module.interface)];
    expect(fields.length).toBeGreaterThan(2);
    for (const { label, type, spec } of fields) {
      expect(label).toBe(sentenceCase(label ?? ''));
      expect(label).toMatch(/^[A-Z]/u);
      if (type === 'collection' || type === 'array') expect(spec).toBeDefined();
    }
  });

  test('has a sample with values for its interface', () => {
    expect(Object.keys(module.samples).sort()).toEqual(
      module.interface.map(({ name }) => name).sort(),
    );
  });
});

test('an interface describes everything that the events of its webhook carry', () => {
  for (const [, module] of modules) {
    if (module.moduleType !== 'instant_trigger') continue;
    const choice = app.webhooks[module.webhook]?.params.find(({ name }) => name === 'events');
    const { options } = choice ?? {};
    const carried = events.filter(
      ({ name }) => !Array.isArray(options) || options.some(({ value }) => value === name),
    );
    expect(carried.length).toBeGreaterThan(0);
    for (const { name } of carried) {
      expect([...undescribed(sentSample(name), module.interface)]).toEqual([]);
    }
  }
});

test('dates are typed as dates', () => {
  const fields = modules.flatMap(([, module]) => [...described(module.interface)]);
  const dates = fields.filter(({ name = '' }) => /(_at|_date)$/u.test(name));
  expect(dates.length).toBeGreaterThan(20);
  expect(new Set(dates.map(({ type }) => type))).toEqual(new Set(['date']));
});

test('samples are synthetic: they are the catalogue’s', () => {
  const samples: unknown[] = events.map(({ name }) => ({ ...sentSample(name), verified: true }));
  for (const [, module] of modules) {
    if (module.moduleType !== 'universal') expect(samples).toContainEqual(module.samples);
  }
});

test('every form field has a label in sentence case, and a password hides what is secret', () => {
  for (const { params } of forms) {
    for (const { name, label, type, options } of params) {
      expect(label).toMatch(sentenceCased);
      for (const option of Array.isArray(options) ? options : []) {
        expect(option.label).toBe(sentenceCase(option.label));
        expect(option.label).toMatch(/^[A-Z]/u);
      }
      expect(type === 'password').toBe(/key|secret/iu.test(name));
    }
  }
});

const requests: readonly (readonly [string, RequestSection])[] = [
  ...Object.entries(app.connections).flatMap(([id, { communication }]) =>
    communication.url === undefined ? [] : [[id, communication] as const],
  ),
  ...webhooks.flatMap(([id, { attached }]) =>
    attached
      ? [[`${id} attach`, attached.attach] as const, [`${id} detach`, attached.detach] as const]
      : [],
  ),
];

test.each(requests)('%s sanitises the key and secrets, and explains errors', (_, request) => {
  expect(request.log?.sanitize).toEqual(
    expect.arrayContaining(['request.headers.authorization', 'response.body.secret']),
  );
  for (const status of ['401', '429', '500'] as const) {
    expect(request.response?.error?.[status]?.message).toMatch(/^\[\d{3}\] .+\.$/u);
  }
});

test('the base section sanitises and explains, and modules inherit it', () => {
  expect(app.base.log.sanitize).toContain('request.headers.authorization');
  expect(app.base.response.error?.message).toContain('{{statusCode}}');
});

test('the connection is tested, named and told apart', () => {
  const { communication } = app.connections.kolvera ?? {};
  expect(communication?.url).toMatch(/\/me$/u);
  expect(communication?.response?.metadata?.value).toContain('workspace.name');
  expect(communication?.response?.uid).toContain('workspace.id');
});

test('deleting a webhook tolerates one that is gone', () => {
  for (const [, { attached }] of webhooks) {
    if (attached) expect(attached.detach.response?.valid).toContain('404');
  }
});

test('there is one universal module, and it takes a relative URL', () => {
  const universal = modules.filter(([, { moduleType }]) => moduleType === 'universal');
  expect(universal.map(([, { label }]) => label)).toEqual(['Make an API call']);
  for (const [, module] of universal) {
    const params = 'mappableParams' in module ? module.mappableParams : [];
    const pattern = params.find(({ name }) => name === 'url')?.validate?.pattern ?? '';
    expect('/webhooks').toMatch(new RegExp(pattern, 'u'));
    expect('https://api.kolvera.io/v1/webhooks').not.toMatch(new RegExp(pattern, 'u'));
  }
});

test('every webhook has one module', () => {
  const used = modules.flatMap(([, module]) => ('webhook' in module ? [module.webhook] : []));
  expect(used.sort()).toEqual(webhooks.map(([id]) => id).sort());
});

test('there are groups if there are more than ten modules', () => {
  expect(modules.length > 10).toBe(app.groups.length > 0);
});

/** All fields, nested ones too. */
function* described(spec: Spec): Generator<Partial<Parameter>> {
  const fields: readonly Partial<Parameter>[] = 'type' in spec ? [spec] : spec;
  for (const field of fields) {
    yield field;
    if (field.spec) yield* described(field.spec);
  }
}

/** The keys of a value that no field describes, at any depth. */
function* undescribed(value: unknown, spec: Spec): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const isPosition = Array.isArray(value);
    const field = isPosition || 'type' in spec ? { spec } : spec.find(({ name }) => name === key);
    if (field === undefined) yield key;
    else yield* undescribed(inner, field.spec ?? []);
  }
}
