/** @module Tests and values for which Make has no function, as expressions. */

/** How the JSON text of a value starts: what tells texts, arrays and collections apart. */
function startOf(value: string, length: number): string {
  return `substring(createJSON(ifempty(${value}, '')), 0, ${length})`;
}

export function isCollection(value: string): string {
  return `${startOf(value, 1)} = '{'`;
}

/** Whether a value is an array whose first item is a text. */
export function isArrayOfTexts(value: string): string {
  return `${startOf(value, 2)} = '["'`;
}

/** A text as it is, a number as its digits; '' for anything else. */
export function plainText(value: string): string {
  return `if(contains('{[tf', ${startOf(value, 1)}), '', toString(ifempty(${value}, '')))`;
}

/** Whether two arrays of texts have a text in common. */
export function share(one: string, other: string): string {
  const count = (array: string) => `length(deduplicate(${array}))`;
  return `${count(`merge(${one}, ${other})`)} < ${count(one)} + ${count(other)}`;
}

/** Whether a text is one of these. An expression has no array literals. */
export function isOneOf(value: string, texts: readonly string[]): string {
  return `contains(split('${texts.join(',')}', ','), ${value})`;
}
