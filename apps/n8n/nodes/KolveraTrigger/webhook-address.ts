/** @module Whether Kolvera can reach this n8n. */
import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';

/**
 * Kolvera delivers to https alone (published), and from its own machines, so an address of this
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
      `Kolvera cannot deliver to ${url.origin}. Set the environment variable N8N_WEBHOOK_URL to the public https:// address of this n8n, restart it, and publish the workflow again.`,
      { description: 'Before n8n 2, the variable is called WEBHOOK_URL.' },
    );
  }
  return address;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
