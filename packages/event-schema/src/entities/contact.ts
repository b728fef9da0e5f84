import type { Fields } from '../field.ts';

export const contact = {
  id: {
    type: 'string',
    label: 'ID',
    description: "The contact's ID in Kolvera.",
    source: 'assumed',
    nullable: true,
    important: true,
  },
} as const satisfies Fields;
