/** @module Errors as n8n shows them: on the node, in the publication status, in an execution. */
import { SignatureError } from '@kolvera/signature';
import { KolveraApiError } from '@kolvera/webhook-api';
import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Puts what went wrong into n8n's own errors.
 *
 * Only messages written in this project are passed on: the errors of HTTP clients quote requests
 * with their API key.
 */
export function nodeError(node: INode, error: unknown): NodeApiError | NodeOperationError {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  if (error instanceof KolveraApiError) {
    const message = apiErrorMessage(error);
    const status = error.status === null ? {} : { httpCode: String(error.status) };
    return new NodeApiError(node, { message }, { message, ...status });
  }
  if (error instanceof SignatureError) return new NodeOperationError(node, error.message);
  return new NodeOperationError(node, 'Something went wrong inside the Kolvera node.', {
    description: error instanceof Error ? `${error.name} was thrown.` : '',
  });
}

/** Runs a method of the node; whatever it throws becomes one of n8n's errors. */
export async function explained<Value>(node: INode, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw nodeError(node, error);
  }
}

/**
 * The text for a user of n8n. For a key that Kolvera rejected it uses n8n's word "credential"; a key
 * that was rejected before it was sent has no status, and keeps its own text.
 */
export function apiErrorMessage(error: KolveraApiError): string {
  return error.code === 'unauthorized' && error.status !== null
    ? 'Kolvera did not accept the API key. Check it in the Kolvera API credential, or create a new one in Kolvera.'
    : error.message;
}
