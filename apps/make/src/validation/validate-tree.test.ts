import { expect, test } from 'vitest';
import { makeApp } from '../app/make-app.ts';
import { appFiles } from '../tree/app-files.ts';
import type { Rule } from './check.ts';
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
const CONNECTION = 'connections/kolvera/kolvera.communication.iml.json';
const RPC = 'rpcs/list-event-types/list-event-types.communication.iml.json';
const MANIFEST = 'makecomapp.json';
const GROUPS = 'modules/groups.json';
const module = 'components.module.watchContacts';

/** Each rule, broken: in a file, at a path, with a value (undefined takes the key away). */
const broken: readonly (readonly [Rule, file: string, path: string, value: unknown])[] = [
  ['not-flat', ATTACH, 'headers', { authorization: { type: 'Bearer' } }],
  ['not-flat', CALL, 'qs', { filter: { name: 'x' } }],
  ['wrong-type', ATTACH, 'headers', []],
  ['unknown-key', ATTACH, 'retry', true],
  ['unknown-key', ATTACH, 'response.cache', true],
  ['unknown-key', ATTACH, 'log', { hide: [] }],
  ['wrong-type', ATTACH, 'log', { sanitize: 'all' }],
  ['unknown-key', ATTACH, 'timeout', 1000],
  ['missing-body', ATTACH, 'body', undefined],
  ['missing-body', ATTACH, 'url', undefined],
  ['missing-body', BASE, 'method', 'DELETE'],
  ['wrong-length', ATTACH, 'url', ''],
  ['wrong-length', ATTACH, 'url', 'x'.repeat(513)],
  ['not-one-of', ATTACH, 'method', 'FETCH'],
  ['not-one-of', CALL, 'type', 'yaml'],
  ['missing-key', ATTACH, 'response.error.401', { type: 'DataError' }],
  ['missing-key', BASE, 'response.error', { type: 'DataError' }],
  ['not-one-of', ATTACH, 'response.error.401.type', 'AuthError'],
  ['wrong-length', ATTACH, 'response.error.401.message', 'x'.repeat(1025)],
  ['unknown-key', ATTACH, 'response.error.4xx', { message: 'x' }],
  ['wrong-length', CONNECTION, 'response.metadata.value', 'x'.repeat(513)],
  ['not-one-of', CONNECTION, 'response.metadata.type', 'html'],
  ['wrong-number', BASE, 'timeout', 300_001],
  ['wrong-type', BASE, 'timeout', '20s'],
  ['unknown-key', BASE, 'rateLimit', 10],
  ['unknown-key', INCOMING, 'rawBody', true],
  ['unknown-key', INCOMING, 'respond.code', 200],
  ['unknown-key', INCOMING, 'verification.reject', true],
  ['wrong-number', INCOMING, 'respond.status', 99],
  ['not-one-of', INCOMING, 'respond.type', 'xml'],
  ['wrong-type', INCOMING, 'condition', { if: true }],
  ['unknown-key', PARAMS, '0.placeholder', 'x'],
  ['not-one-of', PARAMS, '0.type', 'multiselect'],
  ['missing-key', PARAMS, '0.type', undefined],
  ['missing-key', PARAMS, '0.name', undefined],
  ['wrong-length', PARAMS, '0.name', 'x'.repeat(129)],
  ['wrong-length', PARAMS, '0.label', ''],
  ['wrong-length', PARAMS, '0.help', ''],
  ['wrong-type', PARAMS, '1.required', 'yes'],
  ['missing-key', PARAMS, '0.options.0.value', undefined],
  ['unknown-key', PARAMS, '0.options.0.text', 'x'],
  ['unknown-key', PARAMS, '2.validate', { regexp: '^a$' }],
  ['wrong-type', OUTPUT, '4.spec.0.spec', 'rpc'],
  ['not-one-of', OUTPUT, '4.spec.0.spec.0.type', 'string'],
  ['wrong-type', PARAMS, '0.options', 'rpc:events'],
  ['unknown-reference', PARAMS, '0.options', 'rpc://noSuchRpc'],
  ['wrong-type', RPC, 'response.iterate', 7],
  ['unknown-reference', MANIFEST, 'components.rpc.listEventTypes.connection', 'nothing'],
  ['missing-key', GROUPS, '0', { label: 'Events' }],
  ['unknown-reference', GROUPS, '0', { label: 'Events', modules: ['watchContacts'] }],
  ['unknown-reference', GROUPS, '0', { label: 'Events', modules: ['watchNothing'] }],
  ['not-one-of', MANIFEST, 'fileVersion', 2],
  ['missing-key', MANIFEST, 'generalCodeFiles.common', undefined],
  ['missing-key', MANIFEST, 'components.rpc', undefined],
  ['unknown-key', MANIFEST, 'version', 1],
  ['unknown-key', MANIFEST, `${module}.crud`, 'read'],
  ['not-one-of', MANIFEST, `${module}.moduleType`, 'watch'],
  ['unknown-reference', MANIFEST, `${module}.webhook`, 'nothing'],
  ['unknown-reference', MANIFEST, `${module}.webhook`, null],
  ['unknown-reference', MANIFEST, 'components.webhook.contacts.connection', 'nothing'],
  ['label-taken', MANIFEST, 'components.webhook.contacts.label', 'All events'],
  ['wrong-format', MANIFEST, 'components.module.go', { codeFiles: {} }],
  ['wrong-format', MANIFEST, 'components.module.watch-all', { codeFiles: {} }],
  ['wrong-format', MANIFEST, 'components.webhook.ends-', { codeFiles: {} }],
  ['missing-file', MANIFEST, `${module}.codeFiles.interface`, 'modules/elsewhere.json'],
  ['unlisted-file', MANIFEST, `${module}.codeFiles.interface`, null],
  ['unknown-key', MANIFEST, `${module}.codeFiles.epoch`, OUTPUT],
  ['wrong-format', MANIFEST, 'origins.0', origin({ baseUrl: 'https://eu1.make.com' })],
  ['wrong-format', MANIFEST, 'origins.0', origin({ apikeyFile: 'apikey.txt' })],
];

test.each(broken)('%s: %s, %s', (rule, file, path, value) => {
  const changed = new Map(files).set(file, JSON.stringify(change(file, path.split('.'), value)));
  expect(validateTree(changed).map((problem) => problem.rule)).toContain(rule);
});

test('a file that is not there, and no manifest at all', () => {
  const without = (path: string) => new Map([...files].filter(([name]) => name !== path));
  expect(validateTree(without(BASE))).toMatchObject([{ rule: 'missing-file', at: BASE }]);
  expect(validateTree(without(MANIFEST))).toMatchObject([{ rule: 'wrong-type', at: MANIFEST }]);
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
