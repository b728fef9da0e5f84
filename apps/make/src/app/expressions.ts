/** @module Tests and values for which Make has no function, as expressions. */

/** How the JSON text of a value starts: what tells texts, arrays and collections apart. */
function startOf(value: string, length: number): string {
  return `substring(createJSON(ifempty(${value}, '')), 0, ${length})`;
}

export function isCollection(value: string): string {
  return `${startOf(value, 1)} = '{'`;
}

/** Whether a value is a number, and no text with digits. */
export function isNumber(value: string): string {
  return `contains('-0123456789', ${startOf(value, 1)})`;
}
