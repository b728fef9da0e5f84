/**
 * @module Make's own schemas, from a copy of its VS Code extension. They are in no package, so this
 * serves an opt-in test; src/validation has the rules that always run.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { MANIFEST } from '../src/tree/app-files.ts';

/** By the end of a file's name, the schema that the extension holds it against. */
const associations: readonly (readonly [string, string])[] = [
  [MANIFEST, 'makecomapp.schema.json'],
  ['base.iml.json', 'base.json'],
  ['groups.json', 'groups.json'],
  ['.communication.iml.json', 'api.json'],
  ['.attach.iml.json', 'api.json'],
  ['.detach.iml.json', 'api.json'],
  ['params.iml.json', 'parameters.json'],
  ['.interface.iml.json', 'parameters.json'],
  ['.samples.iml.json', 'samples.json'],
  ['.required-scope.iml.json', 'scope.json'],
];

/** @param directory the extension's folder `syntaxes`. */
export async function openSchemas(directory: string) {
  // The schemas hold words of the editor, which are not mistakes.
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
  });
  for (const folder of ['imljson/schemas', 'local-development/schemas']) {
    for (const name of await readdir(join(directory, folder))) {
      ajv.addSchema(JSON.parse(await readFile(join(directory, folder, name), 'utf8')), name);
    }
  }
  /** What the schema for a file finds wrong with its text; null when there is no schema for it. */
  return (path: string, text: string): readonly string[] | null => {
    const schema = associations.find(([ending]) => path.endsWith(ending))?.[1];
    if (schema === undefined) return null;
    ajv.validate(schema, JSON.parse(text));
    return (ajv.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}
