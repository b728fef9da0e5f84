import { expect, test } from 'vitest';
import { makeApp } from '../app/make-app.ts';
import { appFiles } from '../tree/app-files.ts';
import { validateTree } from './validate-tree.ts';

const files = appFiles(makeApp());

test('the app breaks no rule', () => {
  expect(validateTree(files)).toEqual([]);
});

const BASE = 'general/base.iml.json';
const ATTACH = 'webhooks/contacts/contacts.attach.iml.json';
const INCOMING = 'webhooks/contacts/contacts.communication.iml.json';
const PARAMS = 'webhooks/contacts/contacts.params.iml.json';
const OUTPUT = 'modules/watch-contacts/watch-contacts.interface.iml.json';
const CALL = 'modules/make-api-call/make-api-call.communication.iml.json';
const MANIFEST = 'makecomapp.json';
const GROUPS = 'modules/groups.json';
const module = 'components.module.watchContacts';

/** Each rule, broken: in a file, at a path, with a value (undefined takes the key away). */
const broken: readonly (readonly [rule: string, file: string, path: string, value: unknown])[] = [
  ['type', ATTACH, 'headers', { authorization: { type: 'Bearer' } }],
  ['type', CALL, 'qs', { filter: { name: 'x' } }],
  ['type', ATTACH, 'headers', []],
  ['additionalProperties', ATTACH, 'retry', true],
  ['additionalProperties', ATTACH, 'response.cache', true],
  ['additionalProperties', ATTACH, 'log', { hide: [] }],
  ['additionalProperties', ATTACH, 'timeout', 1000],
  ['required', ATTACH, 'body', undefined],
  ['required', ATTACH, 'url', undefined],
  ['minLength', ATTACH, 'url', ''],
  ['maxLength', ATTACH, 'url', 'x'.repeat(513)],
  ['required', ATTACH, 'response.error.401', { type: 'DataError' }],
  ['required', BASE, 'response.error', { type: 'DataError' }],
  ['maxLength', ATTACH, 'response.error.401.message', 'x'.repeat(1025)],
  ['additionalProperties', ATTACH, 'response.error.4xx', { message: 'x' }],
  ['additionalProperties', BASE, 'rateLimit', 10],
  ['additionalProperties', INCOMING, 'rawBody', true],
  ['additionalProperties', INCOMING, 'respond.code', 200],
  ['additionalProperties', INCOMING, 'verification.reject', true],
  ['additionalProperties', PARAMS, '0.placeholder', 'x'],
  ['required', PARAMS, '0.type', undefined],
  ['required', PARAMS, '0.name', undefined],
  ['maxLength', PARAMS, '0.name', 'x'.repeat(129)],
  ['minLength', PARAMS, '0.label', ''],
  ['required', PARAMS, '0.options.0.value', undefined],
  ['additionalProperties', PARAMS, '0.options.0.text', 'x'],
  ['additionalProperties', PARAMS, '2.validate', { regexp: '^a$' }],
  ['type', OUTPUT, '4.spec.0.spec', 'rpc'],
  ['pattern', PARAMS, '0.options', 'rpc:events'],
  ['unknown-reference', PARAMS, '0.options', 'rpc://noSuchRpc'],
  ['unknown-reference', MANIFEST, 'components.rpc.listEventTypes.connection', 'nothing'],
  ['required', GROUPS, '0', { label: 'Events' }],
  ['unknown-reference', GROUPS, '0', { label: 'Events', modules: ['watchContacts'] }],
  ['unknown-reference', GROUPS, '0', { label: 'Events', modules: ['watchNothing'] }],
  ['required', MANIFEST, 'generalCodeFiles.common', undefined],
  ['required', MANIFEST, 'components.rpc', undefined],
  ['additionalProperties', MANIFEST, 'version', 1],
  ['additionalProperties', MANIFEST, `${module}.crud`, 'read'],
  ['unknown-reference', MANIFEST, `${module}.webhook`, 'nothing'],
  ['unknown-reference', MANIFEST, `${module}.webhook`, null],
  ['unknown-reference', MANIFEST, 'components.webhook.contacts.connection', 'nothing'],
  ['label-taken', MANIFEST, 'components.webhook.contacts.label', 'All events'],
  ['propertyNames', MANIFEST, 'components.module.go', { codeFiles: {}, label: 'x' }],
  ['propertyNames', MANIFEST, 'components.module.watch-all', { codeFiles: {}, label: 'x' }],
  ['propertyNames', MANIFEST, 'components.webhook.ends-', { codeFiles: {}, label: 'x' }],
  ['missing-file', MANIFEST, `${module}.codeFiles.interface`, 'modules/elsewhere.json'],
  ['unlisted-file', MANIFEST, `${module}.codeFiles.interface`, null],
  ['additionalProperties', MANIFEST, `${module}.codeFiles.epoch`, OUTPUT],
  ['pattern', MANIFEST, 'origins.0', origin({ baseUrl: 'https://eu1.make.com' })],
  ['pattern', MANIFEST, 'origins.0', origin({ apikeyFile: 'apikey.txt' })],
];

test.each(broken)('%s: %s, %s', (rule, file, path, value) => {
  const changed = new Map(files).set(file, JSON.stringify(change(file, path.split('.'), value)));
  expect(validateTree(changed).map((problem) => problem.rule)).toContain(rule);
});

test('a file that is not there, and no manifest at all', () => {
  const without = (path: string) => new Map([...files].filter(([name]) => name !== path));
  expect(validateTree(without(BASE))).toMatchObject([{ rule: 'missing-file', at: BASE }]);
  expect(validateTree(without(MANIFEST))).toMatchObject([{ rule: 'type', at: MANIFEST }]);
});

function origin(changes: object) {
  const baseUrl = 'https://eu1.make.com/api';
  return { baseUrl, appId: 'kolvera', appVersion: 1, apikeyFile: '.secrets/apikey', ...changes };
}

/** A file's JSON with one value changed. */
function change(file: string, path: readonly string[], value: unknown): unknown {
  const root: unknown = JSON.parse(files.get(file) ?? '');
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Object(at)[key], root);
  if (value === undefined) delete Object(parent)[last];
  else Object(parent)[last] = value;
  return root;
}
