/** @module Prints src/generated/known-events.ts. */
import type { Catalogue } from '../src/catalogue.ts';
import type { EventDefinition } from '../src/event-definition.ts';
import { recordOf } from '../src/record.ts';
import { sentNames } from './sent-names.ts';

export const knownEventsFile = new URL('../src/generated/known-events.ts', import.meta.url);

/** Lists and names are printed once, since the events of one subject share them. */
export function printKnownEvents(catalogue: Catalogue): string {
  const constants = new Map<string, string>();
  const rows = catalogue.map(
    (definition) => `  ['${definition.name}', ${row(definition, constants)}],`,
  );
  const printed = [...constants].map(([value, name]) => `const ${name} = ${value};`);
  return `// Generated from the catalogue by \`npm run generate -w @kolvera/event-schema\`; do not edit.
// Apart from the catalogue, so that whoever only parses does not carry its labels and samples.
import type { KnownEvent } from '../known-event.ts';

${printed.join('\n')}

export const knownEvents: ReadonlyMap<string, KnownEvent> = /* @__PURE__ */ new Map<string, KnownEvent>([
${rows.join('\n')}
]);
`;
}

function row(definition: EventDefinition, constants: Map<string, string>): string {
  const narrowedBy = JSON.stringify(definition.narrowedBy ?? []);
  const names = sentNames(definition);
  const sent = names && `, sentNames: ${nameOf('sentNames', names, constants)}`;
  const keys = JSON.stringify(keysOf(definition.data));
  return `{ record: ${record(definition, constants)}, keys: ${keys}, narrowedBy: ${narrowedBy}${sent ?? ''} }`;
}

/** Without the fields that the event's own data has under the same name: those stay where they are. */
function record(definition: EventDefinition, constants: Map<string, string>): string {
  const found = recordOf(definition);
  if (found === null) return 'null';
  const own = keysOf(definition.data);
  const fields = keysOf(found.fields).filter((key) => !own.includes(key));
  const sentAs = definition.data[found.key]?.sentAs;
  const sent = sentAs === undefined ? '' : `sentAs: '${sentAs}', `;
  return `{ key: '${found.key}', ${sent}fields: ${nameOf(`${found.key}Fields`, fields, constants)} }`;
}

/** Every key that the fields have: their own, and those under which Kolvera sends them. */
function keysOf(fields: EventDefinition['data']): string[] {
  return Object.entries(fields).flatMap(([key, { sentAs }]) => (sentAs ? [key, sentAs] : [key]));
}

/** `contactFields`; the second value of that kind is `contactFields2`. */
function nameOf(kind: string, value: unknown, constants: Map<string, string>): string {
  const printed = JSON.stringify(value);
  const named = constants.get(printed);
  if (named !== undefined) return named;
  const taken = [...constants.values()].filter((name) => name.startsWith(kind)).length;
  const name = `${kind}${taken === 0 ? '' : taken + 1}`;
  constants.set(printed, name);
  return name;
}
