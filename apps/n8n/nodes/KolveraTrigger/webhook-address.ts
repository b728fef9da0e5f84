/** @module Whether Kolvera can reach this n8n. */
import { isLoopback } from '@kolvera/webhook-api';
import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';

/**
 * Kolvera only delivers to https (published), and from its own machines, so an address of this
 * machine would never receive anything. A Kolvera on this machine, as in tests, may use any.
 *
 * @returns the address at which n8n receives this trigger's deliveries.
 * @throws NodeOperationError that says which setting of n8n to change.
 */
export function requireWebhookUrl(context: IHookFunctions, apiAddress: string): string {
  const address = context.getNodeWebhookUrl('default');
  if (address === undefined) {
    throw new NodeOperationError(context.getNode(), 'n8n has no webhook address for this node.', {
      description: 'Save the workflow, and try again.',
    });
  }
  const url = new URL(address);
  const isReachable = url.protocol === 'https:' && !isLoopback(url);
  if (!isReachable && !(URL.canParse(apiAddress) && isLoopback(new URL(apiAddress)))) {
    throw new NodeOperationError(
      context.getNode(),
      `Kolvera cannot deliver to ${url.origin}. Set the environment variable N8N_WEBHOOK_URL to the public https:// address of this n8n, restart it, unpublish the workflow, then publish it.`,
      { description: 'Older versions of n8n call the variable WEBHOOK_URL.' },
    );
  }
  return address;
}
