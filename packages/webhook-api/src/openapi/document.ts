/** @module The OpenAPI document, from the operations and the catalogue. */
import { type Catalogue, events, type JsonSchema } from '@kolvera/event-schema';
import { DEFAULT_BASE_URL } from '../request-url.ts';
import * as resources from '../resources.ts';
import { reference, type Shape } from '../shape.ts';
import {
  COMMON_ERRORS,
  ERRORS,
  type OperationDocs,
  operationDocs,
  PATH_PARAMETERS,
  QUERY_PARAMETERS,
} from './operation-docs.ts';
import { eventSchemas, webhooks } from './webhooks.ts';

/** The whole document, OpenAPI 3.1, as plain data. */
export function openApiDocument(catalogue: Catalogue = events): JsonSchema {
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Kolvera webhook API (assumed)',
      version: '0.1.0',
      description:
        'Kolvera has published its webhook events, their header and its algorithm, but no API and no payloads. This document is an assumption: the commonest shape among comparable products. The connectors are built on it, and the local Kolvera implements it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    'x-assumed': true,
    servers: [{ url: DEFAULT_BASE_URL, description: 'Assumed.' }],
    security: [{ apiKey: [] }],
    paths: paths(),
    webhooks: webhooks(catalogue),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key.' } },
      schemas: {
        ...namedSchemas(),
        Problem: PROBLEM,
        ConflictProblem: CONFLICT_PROBLEM,
        ...eventSchemas(catalogue),
      },
      responses: errorResponses(),
    },
  };
}

function paths(): JsonSchema {
  const byPath: { [path: string]: JsonSchema } = {};
  for (const docs of operationDocs) {
    const { method, path } = docs.operation;
    const operation = { [method.toLowerCase()]: describeOperation(docs) };
    byPath[path] = { ...pathParameters(path), ...byPath[path], ...operation };
  }
  return byPath;
}

function pathParameters(path: string): JsonSchema {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_PARAMETERS[name] ?? '',
    schema: { type: 'string' },
  }));
  return parameters.length === 0 ? {} : { parameters };
}

function describeOperation({ operation, summary, description, errors = [] }: OperationDocs) {
  const { id, status, query, body, answer } = operation;
  const failures = [...COMMON_ERRORS, ...errors].sort((a, b) => a - b);
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    ...(query && {
      parameters: query.map((name) => ({ name, in: 'query', ...QUERY_PARAMETERS[name] })),
    }),
    ...(body && { requestBody: { required: true, content: content(body) } }),
    responses: {
      [status]: { description: 'Success.', ...(answer && { content: content(answer) }) },
      ...Object.fromEntries(
        failures.map((failure) => [failure, { $ref: `#/components/responses/Error${failure}` }]),
      ),
    },
  };
}

function content(shape: Shape<unknown>): JsonSchema {
  return { 'application/json': { schema: reference(shape) } };
}

/** Every shape that has a name, in alphabetical order. */
function namedSchemas(): JsonSchema {
  const answers = operationDocs.map(({ operation }) => operation.answer);
  const named = [...answers, ...Object.values(resources)].flatMap((each) =>
    each !== null && typeof each === 'object' && each.component !== undefined
      ? [[each.component, each.schema] as const]
      : [],
  );
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'The kind of problem.' },
    title: { type: 'string', description: 'A short summary of the problem.' },
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
    detail: { type: 'string', description: 'What happened, and what to do about it.' },
    instance: { type: 'string', format: 'uri-reference', description: 'Where it happened.' },
  },
};

const CONFLICT_PROBLEM: JsonSchema = {
  allOf: [{ $ref: '#/components/schemas/Problem' }],
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string', minLength: 1, description: 'The webhook that it conflicts with.' },
  },
};

function errorResponses(): JsonSchema {
  return Object.fromEntries(
    Object.entries(ERRORS).map(([status, description]) => [
      `Error${status}`,
      {
        description,
        ...(status === '429' ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
        content: {
          'application/problem+json': {
            schema: {
              $ref: `#/components/schemas/${status === '409' ? 'ConflictProblem' : 'Problem'}`,
            },
          },
        },
      },
    ]),
  );
}

const RETRY_AFTER: JsonSchema = {
  description: 'Seconds to wait, or an HTTP date.',
  schema: { type: 'string' },
};
