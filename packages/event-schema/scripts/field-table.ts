/** @module A Markdown table of an event's fields. */
import type { EventField } from '../src/event-fields.ts';

export function fieldTable(fields: readonly EventField[]): string {
  return `| Field | Label | Type | Mark | Description |
|---|---|---|---|---|
${fields.map(fieldRow).join('\n')}`;
}

function fieldRow(field: EventField): string {
  const { label, source, description, options, sentAs } = field;
  const known = options ? ` Known values: ${options.join(', ')}.` : '';
  const sent = sentAs ? ` Kolvera sends it as \`${sentAs}\`.` : '';
  const cells = [`\`${pathOf(field)}\``, label, typeOf(field), source, description + known + sent];
  return `| ${cells.join(' | ')} |`;
}

function pathOf({ path, list }: EventField): string {
  if (!list) return path.join('.');
  return [`${list.join('.')}[]`, ...path.slice(list.length)].join('.');
}

function typeOf({ type, format, list }: EventField): string {
  const one = format ?? type;
  return list ? `list of ${one}` : one;
}
