import { inspect } from 'node:util';
import { SignatureError } from '@kolvera/signature';
import { KolveraApiError } from '@kolvera/webhook-api';
import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { nodeError } from './node-error.ts';

const node: INode = {
  id: '1',
  name: 'Kolvera Trigger',
  type: 'n8n-nodes-kolvera.kolveraTrigger',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
};

test("an error of Kolvera's API keeps its sentence and its status", () => {
  const error = nodeError(node, new KolveraApiError('rate_limited', 'Too many.', { status: 429 }));
  expect(error).toBeInstanceOf(NodeApiError);
  expect(error).toMatchObject({ message: 'Too many.', httpCode: '429' });
});

test('an error without an answer has no status', () => {
  const error = nodeError(node, new KolveraApiError('timeout', 'Kolvera did not answer in time.'));
  expect(error.message).toBe('Kolvera did not answer in time.');
  expect(error).toHaveProperty('httpCode', null);
});

test('an unusable secret is told in its sentence', () => {
  const error = nodeError(node, new SignatureError('missing_secret', 'The secret is missing.'));
  expect(error).toBeInstanceOf(NodeOperationError);
  expect(error.message).toBe('The secret is missing.');
});

test("n8n's own errors pass as they are", () => {
  const error = new NodeOperationError(node, 'No events.');
  expect(nodeError(node, error)).toBe(error);
});

test('of any other error nothing is told but its name: it may quote a request', () => {
  const error = nodeError(node, new TypeError('authorization: Bearer kol_live_secret'));
  expect(error.message).toBe('Something went wrong inside the Kolvera node.');
  expect(error.description).toBe('TypeError was thrown.');
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('kol_live_secret');
});
