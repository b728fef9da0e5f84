/** @module What changed in the events between two versions, by their JSON Schemas (docs/versioning.md). */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type Bump,
  type Change,
  compareSurfaces,
  type Surface,
} from '../../apps/zapier/scripts/version-step.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly 'x-source'?: string;
}

/** Events by name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** @param folder of an unpacked @kolvera/event-schema. */
export function readSchemas(folder: string): Schemas {
  const files = globSync('dist/schemas/*.json', { cwd: folder }).sort();
  return Object.fromEntries(
    files.map((file) => [
      basename(file, '.json'),
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    ]),
  );
}

export function compareEvents(before: Schemas, after: Schemas): readonly Change[] {
  return compareSurfaces(surfaceOf(before), surfaceOf(after), (_, was, is): Bump => {
    if (was === undefined) return 'minor';
    return is !== undefined && typeIn(was) === typeIn(is) ? 'patch' : 'major';
  });
}

/** `contact.created data contact` is an `object (assumed)`. */
function surfaceOf(schemas: Schemas): Surface {
  return Object.fromEntries(Object.entries(schemas).flatMap((entry) => formsIn(...entry)));
}

function formsIn(name: string, schema: Schema): [name: string, form: string][] {
  const { type = 'anything', 'x-source': source, properties = {}, items } = schema;
  const form = [type].flat().join(' or ') + (source ? ` (${source})` : '');
  return [
    [name, form],
    ...Object.entries(properties).flatMap(([key, inner]) => formsIn(`${name} ${key}`, inner)),
    ...(items ? formsIn(`${name} []`, items) : []),
  ];
}

function typeIn(form: string): string {
  return form.replace(/ \(.*/, '');
}
