/** @module Prints the site's page of an event: its sample, its type in three languages, its fields. */
import type { EventDefinition } from '../src/event-definition.ts';
import { eventFields } from '../src/event-fields.ts';
import { jsonSchema } from '../src/json-schema.ts';
import { fieldTable } from './field-table.ts';
import { pythonText, typeScriptText } from './type-text.ts';

export function printEventPage(definition: EventDefinition): string {
  const { name, label, category, firesWhen, automationIdea, sample } = definition;
  const idea = automationIdea === undefined ? '' : `\n\nAn idea: ${automationIdea}`;
  return `# ${name}

**${label}** (${category}). ${firesWhen}${idea}

## Sample

::: code-group

\`\`\`json [JSON]
${JSON.stringify(sample, null, 2)}
\`\`\`

\`\`\`ts [TypeScript]
${typeScriptText(definition)}
\`\`\`

\`\`\`json [JSON Schema]
${JSON.stringify(jsonSchema(definition), null, 2)}
\`\`\`

\`\`\`python [Python]
${pythonText(definition)}
\`\`\`

:::

Try it without an account: \`npx kolvera trigger ${name} --help\`.

## Fields

[The marks](../events.md#what-is-published-and-what-is-assumed) say what is published, assumed or observed.

${fieldTable(eventFields(definition))}

[All events](../events.md) · [How deliveries arrive](../events.md#how-deliveries-arrive)
`;
}
