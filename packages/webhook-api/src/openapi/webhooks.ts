/** @module The `webhooks` section: what Kolvera sends, one entry per event of the catalogue. */
import {
  type Catalogue,
  type EventDefinition,
  type JsonSchema,
  jsonSchema,
} from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';

const SIGNATURE_PARAMETER: JsonSchema = {
  name: SIGNATURE_HEADER,
  in: 'header',
  required: true,
  description:
    'HMAC-SHA256 of the raw body in hexadecimal, keyed with the webhook’s secret. Published.',
  schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
};

/** The section, with each event's schema by reference to `components/schemas`. */
export function webhooks(catalogue: Catalogue): JsonSchema {
  return Object.fromEntries(
    catalogue.map((definition) => [definition.name, { post: describeEvent(definition) }]),
  );
}

function describeEvent({ name, label, firesWhen, sample }: EventDefinition): JsonSchema {
  return {
    operationId: name,
    summary: label,
    description: firesWhen,
    security: [],
    parameters: [SIGNATURE_PARAMETER],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: `#/components/schemas/${name}` },
          example: sample,
        },
      },
    },
    responses: {
      '2XX': {
        description: 'The event was accepted. After any other response, Kolvera sends it again.',
      },
      '4XX': { description: 'Not accepted.' },
    },
  };
}

/** The schema of each event, under its name. OpenAPI 3.1 states the dialect once, for all. */
export function eventSchemas(catalogue: Catalogue): JsonSchema {
  return Object.fromEntries(
    catalogue.map((definition) => {
      const { $schema: _, ...schema } = jsonSchema(definition);
      return [definition.name, schema];
    }),
  );
}
