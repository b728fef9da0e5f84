/** @module Prints src/generated/event-names.ts. */
import type { Catalogue } from '../src/catalogue.ts';

export const eventNamesFile = new URL('../src/generated/event-names.ts', import.meta.url);

export function printEventNames(catalogue: Catalogue): string {
  return `// Generated from the catalogue by \`npm run generate -w @kolvera/event-schema\`; do not edit.
// Apart from the catalogue, so that whoever only parses does not carry its labels and samples.
export const eventNames: ReadonlySet<string> = /* @__PURE__ */ new Set([
${catalogue.map(({ name }) => `  '${name}',\n`).join('')}]);
`;
}
