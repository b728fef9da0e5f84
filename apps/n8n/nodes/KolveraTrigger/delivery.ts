/**
 * @module A delivery from Kolvera: opened, and handed to the workflow once.
 *
 * n8n has counted the bytes before (N8N_PAYLOAD_SIZE_MAX, 16 MB by default).
 */
import { openDelivery } from '@kolvera/delivery';
import { EventParseError } from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import {
  type IDataObject,
  type INodeExecutionData,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeOperationError,
} from 'n8n-workflow';
import { acceptedSecrets, getCredential } from './credential.ts';
import { type Delivery, markOf } from './delivery-memory.ts';
import { readSettings } from './settings.ts';
import { readRegistration } from './static-data.ts';
import { memoryOf, persist, recall } from './trigger-memory.ts';

/**
 * @throws NodeOperationError when the user's settings leave nothing to verify with, and for a refused
 * delivery while a person listens in the editor; n8n answers 500.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const settings = readSettings(context);
  const body = await readRawBody(context);
  const opened = openDelivery({
    body,
    signature: context.getHeaderData()[SIGNATURE_HEADER],
    secrets: settings.verifySignature ? await requireSecrets(context) : null,
    wanted: settings.wanted,
  });
  switch (opened.outcome) {
    case 'unverified':
      return refuse(context, {
        status: 401,
        // One answer for every failed proof: a sender that probes learns nothing from it.
        code: 'unverified',
        message: 'The delivery could not be verified.',
        why: `its signature does not fit the webhook secret (${opened.code})`,
      });
    case 'unreadable': {
      const { code, message } = new EventParseError(opened.code);
      return refuse(context, { status: 400, code, message, why: `it is not an event (${code})` });
    }
    case 'unwanted':
      return { webhookResponse: { status: 'ignored' } };
    case 'event': {
      const { event } = opened;
      const workflowData = [[{ json: toItem(settings.output === 'data' ? event.data : event) }]];
      // What a person sends again while listening in the editor is to be seen again.
      if (!settings.ignoreRepeatedDeliveries || isListening(context)) {
        return { webhookResponse: { status: 'accepted' }, workflowData };
      }
      return once(context, { id: event.id, body }, workflowData);
    }
  }
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
    const message = 'This delivery is being stored. Send it again later.';
    return answer(context, 503, { code: 'in_progress', message });
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

async function requireSecrets(context: IWebhookFunctions): Promise<readonly string[]> {
  const registration = readRegistration(context.getWorkflowStaticData('node'));
  const secrets = acceptedSecrets(await getCredential(context), registration);
  if (secrets.length > 0) return secrets;
  throw new NodeOperationError(context.getNode(), 'There is no webhook secret to verify with.', {
    description:
      'Enter it as Webhook Secret in the Kolvera API credential. With automatic registration, you can also unpublish the workflow, then publish it: that makes a new webhook with a new secret.',
  });
}

/** What was read from JSON is an item's JSON, too; n8n's type names the values one by one. */
function toItem(value: object): IDataObject {
  return value as IDataObject;
}

function isListening(context: IWebhookFunctions): boolean {
  return context.getMode() === 'manual';
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  /** For the sender. */
  readonly message: string;
  /** For the owner. */
  readonly why: string;
}

/** @throws NodeOperationError for whoever listens in the editor; otherwise only n8n's log is told. */
function refuse(context: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
  const { status, code, message, why } = refusal;
  if (isListening(context)) {
    throw new NodeOperationError(context.getNode(), `A delivery was refused: ${why}.`, {
      description:
        status === 401
          ? 'Compare Webhook Secret in the Kolvera API credential with the secret that Kolvera shows for this webhook, then select Execute step again.'
          : message,
    });
  }
  warn(context, `a delivery was refused: ${why}`);
  return answer(context, status, { code, message });
}

function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
  context.getResponseObject().status(status).json(body);
  return { noWebhookResponse: true };
}

/** For the owner of n8n, who reads its log. */
function warn(context: IWebhookFunctions, what: string): void {
  context.logger.warn(`Kolvera Trigger in the workflow "${context.getWorkflow().name}": ${what}`);
}
