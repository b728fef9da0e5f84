/** @module Applies what deliveries have shown to the catalogue's source. */
import ts from 'typescript';
import { events } from '../../src/catalogue.ts';
import type { Correction, Corrections, Shape } from '../../src/correction.ts';
import type { Field, Fields } from '../../src/field.ts';
import { type CatalogueSource, openCatalogueSource } from './catalogue-source.ts';
import { type Edits, gatherEdits } from './edits.ts';
import { catalogueKey, functionsOf, printField, sampleValue } from './new-field.ts';

export interface Corrected {
  /** The files' new texts, by their paths. */
  readonly files: ReadonlyMap<string, string>;
  /** What a person has to decide: changes of type, contradictions. */
  readonly open: readonly string[];
}

type Of<Kind extends Correction['kind']> = Extract<Correction, { kind: Kind }>;

/** Changes nothing on disk. */
export function correct({ corrections }: Corrections): Corrected {
  const source = openCatalogueSource();
  const edits = gatherEdits();
  const open: string[] = [];
  const names = new Map<ts.Node, string>();
  // What came first in the deliveries ends up first among the keys.
  for (const correction of corrections.filter(isOf('envelope')).toReversed()) {
    observeEnvelope(source, edits, correction);
  }
  orderKeys(source, edits, corrections.filter(isOf('envelope')));
  for (const correction of corrections) {
    if (correction.kind === 'envelope') continue;
    if (correction.kind === 'added') {
      const taken = addField(source, edits, correction);
      if (taken !== undefined) open.push(taken);
      continue;
    }
    const call = callOf(source, correction.event, correction.path);
    if (call === undefined) {
      open.push(`${whereOf(correction)} is not in the catalogue.`);
      continue;
    }
    if (correction.kind === 'type') {
      open.push(
        `BREAKING, not applied: ${whereOf(correction)} is sent as ${correction.sent}, not ${correction.declared} (${correction.evidence}).`,
      );
    }
    if (correction.kind === 'value') addValue(edits, call, correction.value);
    if (correction.kind === 'renamed') {
      const name = names.get(call) ?? correction.sentAs;
      names.set(call, name);
      if (name !== correction.sentAs) {
        open.push(
          `${whereOf(correction)} is sent as ${name} and as ${correction.sentAs}; the first was taken.`,
        );
      }
      addTrait(edits, call, 'sentAs', `'${name}'`);
    }
    if (correction.kind === 'seen' || correction.kind === 'renamed') mark(edits, call);
  }
  return { files: edits.results(), open: [...new Set(open)] };
}

function isOf<Kind extends Correction['kind']>(kind: Kind) {
  return (correction: Correction): correction is Of<Kind> => correction.kind === kind;
}

function whereOf({ event, path }: Exclude<Correction, Of<'envelope'>>): string {
  return `${event} ${['data', ...path].join('.')}`;
}

function mark(edits: Edits, call: ts.CallExpression): void {
  const [first] = call.arguments;
  if (first !== undefined) edits.replace(first, "'observed'");
}

function observeEnvelope(source: CatalogueSource, edits: Edits, { part }: Of<'envelope'>): void {
  if (part === 'data') return;
  const field = source.property(source.constant('envelope-fields.ts', 'envelopeFields'), part);
  const call = field && source.fieldCall(field);
  if (call !== undefined) mark(edits, call);
}

/** Puts the keys that were seen before those that are only assumed. */
function orderKeys(
  source: CatalogueSource,
  edits: Edits,
  corrections: readonly Of<'envelope'>[],
): void {
  const keys = source.constant('envelope-keys.ts', 'envelopeKeys');
  for (const part of new Set(corrections.map((correction) => correction.part))) {
    const list = source.property(keys, part);
    if (list === undefined || !ts.isArrayLiteralExpression(list)) continue;
    const seen = corrections.flatMap(({ part: of, sentAs }) => (of === part ? [sentAs] : []));
    const before = list.elements.filter(ts.isStringLiteral).map(({ text }) => text);
    const all = [...new Set([...seen, ...before])];
    if (all.join() !== before.join()) {
      edits.replace(list, `[${all.map((key) => `'${key}'`).join(', ')}]`);
    }
  }
}

/** Where the traits are among a call's arguments. */
const TRAITS_AT: Readonly<Record<string, number>> = {
  text: 3,
  integer: 3,
  boolean: 3,
  list: 4,
  object: 4,
};

function addTrait(edits: Edits, call: ts.CallExpression, name: string, value: string): void {
  const file = call.getSourceFile();
  const traits = call.arguments[TRAITS_AT[call.expression.getText()] ?? 3];
  if (traits !== undefined && ts.isObjectLiteralExpression(traits)) {
    const old = traits.properties.find((one) => one.name?.getText() === name);
    if (old !== undefined) edits.replace(old, `${name}: ${value}`);
    else edits.insert(file, traits.getStart() + 1, name, ` ${name}: ${value},`);
    return;
  }
  const last = call.arguments.at(-1);
  if (last !== undefined) edits.insert(file, last.getEnd(), name, `, { ${name}: ${value} }`);
}

function addValue(edits: Edits, call: ts.CallExpression, value: string): void {
  const traits = call.arguments[3];
  if (traits === undefined || !ts.isObjectLiteralExpression(traits)) return;
  const options = traits.properties.find((one) => one.name?.getText() === 'options');
  if (options === undefined || !ts.isPropertyAssignment(options)) return;
  const list = options.initializer;
  const last = ts.isArrayLiteralExpression(list) ? list.elements.at(-1) : undefined;
  if (last !== undefined) {
    edits.insert(call.getSourceFile(), last.getEnd(), value, `, ${JSON.stringify(value)}`);
  }
}

/** The call that describes a field, by its path in an event's data. */
function callOf(
  source: CatalogueSource,
  event: string,
  path: readonly string[],
): ts.CallExpression | undefined {
  const around = fieldsAt(source, event, path.slice(0, -1));
  const field = around && source.property(around, path.at(-1) ?? '');
  return field && source.fieldCall(field);
}

/** The object that declares the fields at a path: of a list, those of its items. */
function fieldsAt(
  source: CatalogueSource,
  event: string,
  path: readonly string[],
): ts.ObjectLiteralExpression | undefined {
  const data = source.property(source.definition(event), 'data');
  let fields = data && source.object(data);
  for (const key of path) {
    const field = fields && source.property(fields, key);
    fields = field && fieldsIn(source, source.fieldCall(field));
  }
  return fields;
}

function fieldsIn(
  source: CatalogueSource,
  call: ts.CallExpression | undefined,
): ts.ObjectLiteralExpression | undefined {
  const inner = call?.arguments[3];
  if (call === undefined || inner === undefined) return undefined;
  return call.expression.getText() === 'list'
    ? fieldsIn(source, source.fieldCall(inner))
    : source.object(inner);
}

/** @returns what a person has to decide, where it was not added. */
function addField(
  source: CatalogueSource,
  edits: Edits,
  correction: Of<'added'>,
): string | undefined {
  const { event, path, shape } = correction;
  const sent = path.at(-1) ?? '';
  const around = path.slice(0, -1);
  const fields = fieldsAt(source, event, around);
  if (fields === undefined) return undefined;
  const key = catalogueKey(sent);
  if (source.property(fields, key) !== undefined) {
    return `${whereOf(correction)} is not added: the catalogue has ${key}. Are both sent?`;
  }
  const file = fields.getSourceFile();
  addProperty(edits, fields, sent, printField(sent, shape));
  importFunctions(edits, file, shape);
  for (const place of placesOf(event, around)) addSample(source, edits, place, sent, shape);
  return undefined;
}

/** Everywhere that the catalogue has the same fields as at this path. */
function placesOf(event: string, path: readonly string[]) {
  const wanted = fieldsOf(event, path);
  return events.flatMap(({ name, data }) =>
    pathsTo(wanted, data).map((found) => ({ event: name, path: found })),
  );
}

function fieldsOf(event: string, path: readonly string[]): Fields | undefined {
  const data: Fields | undefined = events.find(({ name }) => name === event)?.data;
  return path.reduce<Fields | undefined>((fields, key) => fields && innerFields(fields[key]), data);
}

function innerFields(field: Field | undefined): Fields | undefined {
  if (field?.type === 'array') return innerFields(field.items);
  return field?.type === 'object' ? field.fields : undefined;
}

function pathsTo(wanted: Fields | undefined, fields: Fields): readonly (readonly string[])[] {
  if (fields === wanted) return [[]];
  return Object.entries(fields).flatMap(([key, field]) => {
    const inner = innerFields(field);
    return inner === undefined ? [] : pathsTo(wanted, inner).map((path) => [key, ...path]);
  });
}

function addSample(
  source: CatalogueSource,
  edits: Edits,
  { event, path }: { readonly event: string; readonly path: readonly string[] },
  sent: string,
  shape: Shape,
): void {
  const sample = source.property(source.definition(event), 'sample');
  let value: ts.Expression | undefined = sample;
  for (const key of ['data', ...path]) {
    const object: ts.ObjectLiteralExpression | undefined = value && source.object(value);
    value = object && source.property(object, key);
    if (value !== undefined && ts.isArrayLiteralExpression(value)) value = value.elements[0];
  }
  const object = value && source.object(value);
  if (object === undefined) return;
  const written = `${catalogueKey(sent)}: ${JSON.stringify(sampleValue(shape))},`;
  addProperty(edits, object, `sample ${sent}`, written);
}

/** Puts a property, with its comma, at an object's end; once for each key. */
function addProperty(
  edits: Edits,
  object: ts.ObjectLiteralExpression,
  key: string,
  text: string,
): void {
  const file = object.getSourceFile();
  const last = object.properties.at(-1);
  if (last !== undefined && !object.properties.hasTrailingComma) {
    edits.insert(file, last.getEnd(), 'comma', ',');
  }
  edits.insert(file, object.getEnd() - 1, key, ` ${text} `);
}

function importFunctions(edits: Edits, file: ts.SourceFile, shape: Shape): void {
  const declaration = file.statements
    .filter(ts.isImportDeclaration)
    .find(({ moduleSpecifier }) => moduleSpecifier.getText().includes('describe-field'));
  const bindings = declaration?.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return;
  const known = bindings.elements.map(({ name }) => name.text);
  for (const name of new Set(functionsOf(shape))) {
    if (!known.includes(name)) edits.insert(file, bindings.getStart() + 1, name, ` ${name},`);
  }
}
