/** @module What the schema of makecomapp.json allows. */
import {
  arrayOf,
  type Check,
  either,
  integer,
  matching,
  object,
  oneOf,
  recordOf,
  text,
} from './check.ts';

const path = either(text(1), oneOf(null));
const reference = either(text(1), oneOf(null));

const entry = object(
  { codeFiles: recordOf(path) },
  {
    label: text(1),
    description: text(1),
    connectionType: oneOf('basic', 'oauth'),
    webhookType: oneOf('web', 'web-shared'),
    moduleType: oneOf('action', 'instant_trigger', 'responder', 'search', 'trigger', 'universal'),
    actionCrud: oneOf('create', 'delete', 'read', 'update', null),
    connection: reference,
    altConnection: reference,
    webhook: reference,
  },
);

/** Components under ids of one form. */
function components(id: RegExp): Check {
  return (value, at) => [
    ...recordOf(entry)(value, at),
    ...Object.keys(Object(value)).flatMap((key) => matching(id)(key, `${at}.${key}`)),
  ];
}

const ofModules = /^[a-zA-Z][0-9a-zA-Z]{2,63}$/u;
const local = /^[a-zA-Z][0-9a-zA-Z-]{1,33}[0-9a-zA-Z]$/u;

const origin = object(
  {
    apikeyFile: matching(/^(\.\/)?\.secrets\//u),
    appId: matching(/^[a-z][0-9a-z-]+[0-9a-z]$/u),
    appVersion: integer(1, 1000),
    baseUrl: matching(/^https:\/\/(.*)\/api$/u),
  },
  { label: text(1), idMapping: recordOf(arrayOf(recordOf(reference))) },
);

export const manifestRules = object({
  fileVersion: oneOf(1),
  generalCodeFiles: object({ base: path, common: path, groups: path, readme: path }),
  components: object({
    connection: components(local),
    webhook: components(local),
    module: components(ofModules),
    rpc: components(ofModules),
    function: components(ofModules),
    endpoint: components(ofModules),
  }),
  origins: arrayOf(origin),
});
