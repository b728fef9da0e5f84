/** @module Prints src/generated/known-events.ts. */
import type { Catalogue } from '../src/catalogue.ts';
import type { EventDefinition } from '../src/event-definition.ts';
import { recordOf } from '../src/record.ts';

export const knownEventsFile = new URL('../src/generated/known-events.ts', import.meta.url);

/** Field lists are printed once, since the events of one subject share them. */
export function printKnownEvents(catalogue: Catalogue): string {
  const lists = new Map<string, string>();
  const rows = catalogue.map(
    (definition) => `  ['${definition.name}', ${row(definition, lists)}],`,
  );
  const constants = [...lists].map(([list, name]) => `const ${name} = ${list};`);
  return `// Generated from the catalogue by \`npm run generate -w @kolvera/event-schema\`; do not edit.
// Apart from the catalogue, so that whoever only parses does not carry its labels and samples.
import type { KnownEvent } from '../known-event.ts';

${constants.join('\n')}

export const knownEvents: ReadonlyMap<string, KnownEvent> = /* @__PURE__ */ new Map<string, KnownEvent>([
${rows.join('\n')}
]);
`;
}

function row(definition: EventDefinition, lists: Map<string, string>): string {
  const narrowedBy = JSON.stringify(definition.narrowedBy ?? []);
  return `{ record: ${record(definition, lists)}, narrowedBy: ${narrowedBy} }`;
}

/** Without the fields that the event's own data has under the same name: those stay where they are. */
function record(definition: EventDefinition, lists: Map<string, string>): string {
  const found = recordOf(definition);
  if (found === null) return 'null';
  const fields = Object.keys(found.fields).filter((key) => !Object.hasOwn(definition.data, key));
  return `{ key: '${found.key}', fields: ${nameOf(found.key, fields, lists)} }`;
}

/** `contactFields`; the second list that belongs to one key is `contactFields2`. */
function nameOf(key: string, fields: readonly string[], lists: Map<string, string>): string {
  const list = JSON.stringify(fields);
  const named = lists.get(list);
  if (named !== undefined) return named;
  const taken = [...lists.values()].filter((name) => name.startsWith(`${key}Fields`)).length;
  const name = `${key}Fields${taken === 0 ? '' : taken + 1}`;
  lists.set(list, name);
  return name;
}
