/** @module An event's type as a text to copy: TypeScript and Python. */
import { envelopeFields } from '../src/envelope-fields.ts';
import type { EventDefinition } from '../src/event-definition.ts';
import type { Field, Fields } from '../src/field.ts';

/** `campaign.email.sent` gives `CampaignEmailSent`. */
export function typeName(name: string): string {
  return name.replace(/(?:^|[._])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** One interface, objects inside it. */
export function typeScriptText({ name, data }: EventDefinition): string {
  const { event: _, ...envelope } = envelopeFields;
  return [
    `interface ${typeName(name)} {`,
    `  event: '${name}';`,
    ...keys(envelope, 1),
    '  data: {',
    ...keys(data, 2),
    '  };',
    '}',
  ].join('\n');
}

function keys(fields: Fields, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(fields).flatMap(([key, field]) => [
    `${indent}/** ${field.description} */`,
    `${indent}${key}?: ${typeScriptType(field, depth)}${field.nullable ? ' | null' : ''};`,
  ]);
}

function typeScriptType(field: Field, depth: number): string {
  switch (field.type) {
    case 'object':
      return ['{', ...keys(field.fields, depth + 1), `${'  '.repeat(depth)}}`].join('\n');
    case 'array':
      return `Array<${typeScriptType(field.items, depth)}>`;
    case 'integer':
      return 'number';
    default:
      return field.type;
  }
}

/** A TypedDict for each object, the innermost first, since Python reads from top to bottom. */
export function pythonText({ name, data }: EventDefinition): string {
  const classes: string[] = [];
  const write = (className: string, fields: Fields, extra: readonly PythonKey[] = []) => {
    const types = Object.entries(fields).map(([key, field]) => {
      const type = pythonType(field, className + typeName(key), write);
      return [key, field.nullable ? `${type} | None` : type] as const;
    });
    classes.push(typedDict(className, [...types, ...extra]));
  };
  write(`${typeName(name)}Data`, data);
  write(typeName(name), envelopeFields, [['data', `${typeName(name)}Data`]]);
  return ['from typing import TypedDict', ...classes].join('\n\n\n');
}

type PythonKey = readonly [key: string, type: string];

/** Keywords cannot be names in a class. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'from',
  'class',
  'import',
  'global',
  'return',
  'is',
]);

function typedDict(name: string, keys: readonly PythonKey[]): string {
  if (keys.some(([key]) => KEYWORDS.has(key))) {
    const entries = keys.map(([key, type]) => `    "${key}": ${type},`);
    return `${name} = TypedDict("${name}", {\n${entries.join('\n')}\n}, total=False)`;
  }
  const lines = keys.map(([key, type]) => `    ${key}: ${type}`);
  return `class ${name}(TypedDict, total=False):\n${lines.join('\n')}`;
}

type WriteClass = (className: string, fields: Fields) => void;

function pythonType(field: Field, className: string, write: WriteClass): string {
  switch (field.type) {
    case 'object':
      write(className, field.fields);
      return className;
    case 'array':
      return `list[${pythonType(field.items, className, write)}]`;
    case 'integer':
      return 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    default:
      return 'str';
  }
}
