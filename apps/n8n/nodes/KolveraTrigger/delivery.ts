/**
 * @module A delivery from Kolvera: verified, read, filtered, and handed to the workflow once.
 *
 * n8n has counted the bytes before (N8N_PAYLOAD_SIZE_MAX, 16 MB by default).
 */
import {
  EventParseError,
  identifyEvent,
  type KolveraEvent,
  parseEvent,
} from '@kolvera/event-schema';
import { check, fingerprint, SIGNATURE_HEADER } from '@kolvera/signature';
import {
  type IDataObject,
  type INodeExecutionData,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeOperationError,
} from 'n8n-workflow';
import { getCredential, webhookSecrets } from './credential.ts';
import { type Delivery, markOf } from './delivery-memory.ts';
import { nodeError } from './node-error.ts';
import { EVERY_EVENT } from './parameters.ts';
import { readSettings, type Settings } from './settings.ts';
import { readRegistration } from './static-data.ts';
import { memoryOf, persist, recall } from './trigger-memory.ts';

/** @throws NodeOperationError when the user's settings leave nothing to verify with; n8n answers 500. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const settings = readSettings(context);
  const body = await readRawBody(context);
  if (settings.verifySignature) {
    const result = check(body, signatureHeader(context), await requireSecrets(context));
    if (!result.ok) {
      // One answer for every failed proof: a sender that probes learns nothing from it.
      warn(context, `a delivery was refused (${result.code})`);
      return refuse(context, 401, 'unverified', 'The delivery could not be verified.');
    }
  }
  const event = readEvent(context, body);
  if (event instanceof EventParseError) {
    warn(context, `a signed delivery is not an event (${event.code})`);
    return refuse(context, 400, event.code, event.message);
  }
  if (!isSelected(event, settings)) return { webhookResponse: { status: 'ignored' } };
  const workflowData = [[{ json: toItem(settings.output === 'data' ? event.data : event) }]];
  // What a person sends again while listening in the editor is to be seen again.
  if (!settings.ignoreRepeatedDeliveries || context.getMode() === 'manual') {
    return { webhookResponse: { status: 'accepted' }, workflowData };
  }
  return once(context, { id: event.id, body }, workflowData);
}

/**
 * Starts the workflow unless it was started for the same delivery before.
 *
 * n8n stores the execution, reads `webhookResponse`, stores the static data and answers, in this
 * order. So the delivery is remembered when it cannot be lost any more, and before Kolvera is told
 * that it has arrived: see docs/decisions/0072-n8n-repeated-deliveries.md.
 */
async function once(
  context: IWebhookFunctions,
  delivery: Delivery,
  workflowData: INodeExecutionData[][],
): Promise<IWebhookResponseData> {
  const mark = markOf(delivery);
  const staticData = context.getWorkflowStaticData('node');
  const memory = memoryOf(context);
  recall(memory, staticData);
  const claim = await memory.deliveries.claim(mark, context.getResponseObject());
  if (claim.outcome === 'undecided') {
    return refuse(
      context,
      503,
      'in_progress',
      'This delivery is being stored. Send it again later.',
    );
  }
  if (claim.outcome === 'repeated') {
    persist(memory, staticData, mark);
    return { webhookResponse: { status: 'repeated' } };
  }
  if (claim.hasKnownId) {
    // Quoted and cut, because with verification off anybody can send an id, line breaks and all.
    const quoted = JSON.stringify(delivery.id.slice(0, 100));
    warn(context, `two deliveries have the id ${quoted} and different bodies; both were run`);
  }
  return {
    workflowData,
    get webhookResponse() {
      claim.complete();
      persist(memory, staticData, mark);
      return { status: 'accepted' };
    },
  };
}

/**
 * The exact bytes. For a form upload n8n has used them up already: such a request has none, and
 * fails the verification.
 */
async function readRawBody(context: IWebhookFunctions): Promise<Uint8Array> {
  const request = context.getRequestObject();
  try {
    await request.readRawBody();
  } catch (error) {
    warn(context, `a delivery has no body that can be read (${String(error)})`);
  }
  return request.rawBody ?? new Uint8Array();
}

function signatureHeader(context: IWebhookFunctions): string | readonly string[] | undefined {
  return context.getHeaderData()[SIGNATURE_HEADER];
}

async function requireSecrets(context: IWebhookFunctions): Promise<readonly string[]> {
  const registration = readRegistration(context.getWorkflowStaticData('node'));
  const secrets = webhookSecrets(await getCredential(context), registration);
  if (secrets.length > 0) return secrets;
  throw new NodeOperationError(context.getNode(), 'There is no webhook secret to verify with.', {
    description:
      'Enter it as Webhook Secret in the Kolvera API credential. With automatic registration, unpublishing and publishing the workflow gets a new one as well.',
  });
}

function readEvent(context: IWebhookFunctions, body: Uint8Array): KolveraEvent | EventParseError {
  try {
    return identifyEvent(parseEvent(body), () => fingerprint(body));
  } catch (error) {
    if (error instanceof EventParseError) return error;
    throw nodeError(context.getNode(), error);
  }
}

function isSelected({ event }: KolveraEvent, { events }: Settings): boolean {
  return events.includes(EVERY_EVENT) || events.includes(event);
}

/** What was read from JSON is an item's JSON, too; n8n's type names the values one by one. */
function toItem(value: object): IDataObject {
  return value as IDataObject;
}

/** For the owner of n8n, who reads its log. */
function warn(context: IWebhookFunctions, what: string): void {
  context.logger.warn(`Kolvera Trigger in the workflow "${context.getWorkflow().name}": ${what}`);
}

function refuse(
  context: IWebhookFunctions,
  status: number,
  code: string,
  message: string,
): IWebhookResponseData {
  context.getResponseObject().status(status).json({ code, message });
  return { noWebhookResponse: true };
}
