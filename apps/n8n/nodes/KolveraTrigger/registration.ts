/**
 * @module The trigger's webhook in Kolvera: found, created and removed as n8n publishes and unpublishes
 * the workflow.
 *
 * n8n calls create up to five times, delete after a failed create, and neither when it restarts.
 * So each of the three gives the same result however often it is called.
 */
import { assertUsableSecret } from '@kolvera/signature';
import { call, getWebhook, type Owner, orGone, subscribe, unsubscribe } from '@kolvera/webhook-api';
import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import {
  fingerprintSecret,
  getCredential,
  type KolveraCredential,
  secretOf,
} from './credential.ts';
import { readSettings, type Settings } from './settings.ts';
import { forgetRegistration, readRegistration, saveRegistration } from './static-data.ts';
import { createTransport } from './transport.ts';
import { memoryOf } from './trigger-memory.ts';
import { requireWebhookUrl } from './webhook-address.ts';

/** Whether Kolvera has the webhook as the settings want it, and its secret is known. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
  const settings = readSettings(context);
  const registration = readRegistration(context.getWorkflowStaticData('node'));
  if (settings.registration === 'manual' || registration === null) return false;
  if (registration.url !== context.getNodeWebhookUrl('default')) return false;
  const credential = await getCredential(context);
  if (secretOf(credential, registration) === '') return false;
  const transport = createTransport(context, credential);
  const webhook = await orGone(call(transport, getWebhook(registration.webhookId)));
  return (
    webhook?.status === 'active' &&
    webhook.url === registration.url &&
    hasSameNames(webhook.events, settings.wanted.events)
  );
}

/** @throws KolveraApiError, NodeOperationError or SignatureError; the workflow stays unpublished. */
export async function register(context: IHookFunctions): Promise<void> {
  const settings = readSettings(context);
  const credential = await getCredential(context);
  if (credential.webhookSecret !== '') assertUsableSecret(credential.webhookSecret);
  if (settings.registration === 'manual') return requireSecret(context, settings, credential);
  requireApiKey(context, credential);
  const url = requireWebhookUrl(context, credential.baseUrl);
  const staticData = context.getWorkflowStaticData('node');
  const registration = readRegistration(staticData);
  const subscription = await subscribe(createTransport(context, credential), {
    url,
    events: settings.wanted.events,
    owner: ownerOf(context),
    title: context.getWorkflow().name,
    secret: credential.webhookSecret,
    known:
      registration === null
        ? undefined
        : { id: registration.webhookId, secret: secretOf(credential, registration) },
  });
  // The credential keeps a secret encrypted; it is stored here only when it is not there.
  const isInCredential = subscription.secret === credential.webhookSecret;
  if (!isInCredential && credential.acceptOnlyThis) throw willBeRefused(context);
  const made = {
    webhookId: subscription.id,
    url,
    secret: isInCredential ? null : subscription.secret,
    secretFingerprint: isInCredential
      ? fingerprintSecret(subscription.id, subscription.secret)
      : null,
  };
  saveRegistration(staticData, made);
  memoryOf(context).registration = made;
}

/** A webhook that no longer exists, or never did, is success. */
export async function unregister(context: IHookFunctions): Promise<void> {
  const staticData = context.getWorkflowStaticData('node');
  const registration = readRegistration(staticData);
  if (registration === null && readSettings(context).registration === 'manual') return;
  const url = registration?.url ?? context.getNodeWebhookUrl('default');
  if (url === undefined) return;
  await unsubscribe(createTransport(context, await getCredential(context)), {
    id: registration?.webhookId,
    url,
    owner: ownerOf(context),
  });
  forgetRegistration(staticData);
  memoryOf(context).registration = null;
}

function requireApiKey(context: IHookFunctions, { apiKey }: KolveraCredential): void {
  if (apiKey !== '') return;
  throw new NodeOperationError(
    context.getNode(),
    'The Kolvera API credential has no API key. Enter one, or set Registration to Manual and add the webhook in Kolvera yourself.',
  );
}

function requireSecret(
  context: IHookFunctions,
  { verifySignature }: Settings,
  { webhookSecret: entered }: KolveraCredential,
): void {
  if (entered !== '' || !verifySignature) return;
  throw new NodeOperationError(
    context.getNode(),
    'The Kolvera API credential has no webhook secret, so no delivery can be verified. Copy the one that Kolvera shows under Settings → Webhooks into Webhook Secret.',
  );
}

/** n8n removes the webhook again when this is thrown. */
function willBeRefused(context: IHookFunctions): NodeOperationError {
  return new NodeOperationError(
    context.getNode(),
    'Kolvera gave the new webhook a different secret, but the Kolvera API credential accepts only its Webhook Secret. Turn off Accept Only This Secret in the credential, unpublish the workflow, then publish it.',
  );
}

/** A workflow keeps its id when it is renamed, edited and published again. */
function ownerOf(context: IHookFunctions): Owner {
  const { id } = context.getWorkflow();
  return { connector: 'n8n', installation: id ?? 'unsaved' };
}

function hasSameNames(some: readonly string[], others: readonly string[]): boolean {
  const names = new Set(some);
  return names.size === new Set(others).size && others.every((name) => names.has(name));
}
