/** @module The real n8n with the packed node, and a local Kolvera, for the end-to-end test. */
import { randomUUID } from 'node:crypto';
import { startTestSandbox, type TestSandbox } from '@kolvera/conformance';
import { call, createFetchTransport, deleteWebhook } from '@kolvera/webhook-api';
import { packNode } from '../packed-node.mts';
import { type CredentialData, type N8nClient, signUp } from './n8n-client.mts';
import { type N8nServer, startN8n } from './n8n-server.mts';
import type { Target } from './signed-delivery.mts';
import { triggerWorkflow } from './trigger-workflow.mts';

/** The real n8n, with an owner who has signed in. */
export interface RunningN8n {
  readonly server: N8nServer;
  readonly n8n: N8nClient;
}

export interface Stage extends RunningN8n {
  readonly kolvera: TestSandbox;
  /** The credential as it should be. */
  readonly fields: CredentialData;
  readonly credentialId: string;
  /** Ends Kolvera; n8n goes on. */
  close(): Promise<void>;
}

/** @param settings additional environment variables for n8n. */
export async function runN8n(settings: NodeJS.ProcessEnv = {}): Promise<RunningN8n> {
  const packed = await packNode();
  const server = await startN8n(packed.tarball, settings).finally(packed.remove);
  try {
    return { server, n8n: await signUp(server.origin) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Starts a separate local Kolvera: stages of the same n8n do not see each other. */
export async function openStage({ server, n8n }: RunningN8n): Promise<Stage> {
  const kolvera = await startTestSandbox();
  const fields = { apiKey: kolvera.apiKey, baseUrl: kolvera.baseUrl, webhookSecret: '' };
  try {
    const credentialId = await n8n.createCredential(fields);
    return { server, n8n, kolvera, fields, credentialId, close: () => kolvera.close() };
  } catch (error) {
    await kolvera.close();
    throw error;
  }
}

/** Makes a workflow of the trigger and publishes it. @throws Error when n8n could not. */
export async function publishTrigger(
  stage: Stage,
  parameters: object,
): Promise<{ readonly id: string; readonly webhookId: string }> {
  const webhookId = randomUUID();
  const id = await stage.n8n.createWorkflow(
    triggerWorkflow(stage.credentialId, parameters, webhookId),
  );
  const { error } = await stage.n8n.publish(id);
  if (error !== null) throw new Error(error);
  return { id, webhookId };
}

/** Removes a webhook as a person does in Kolvera's settings. */
export async function removeWebhook({ kolvera }: Stage, id: string): Promise<void> {
  const { baseUrl, apiKey } = kolvera;
  await call(createFetchTransport({ baseUrl, apiKey }), deleteWebhook(id));
}

/** Where Kolvera delivers to, when it has one webhook. */
export function targetOf({ kolvera }: Stage): Target & { readonly id: string } {
  const [webhook, ...others] = kolvera.webhooks();
  if (webhook === undefined || others.length > 0) throw new Error('Kolvera has not one webhook');
  return webhook;
}
