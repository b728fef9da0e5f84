/**
 * @module A delivery from Kolvera: opened, and handed to the workflow once.
 *
 * n8n has counted the bytes before (N8N_PAYLOAD_SIZE_MAX, 16 MB by default).
 */
import { openDelivery } from '@kolvera/delivery';
import { ALL_EVENTS, EventParseError, isUnnamed, type KolveraEvent } from '@kolvera/event-schema';
import {
  type IDataObject,
  type INodeExecutionData,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeOperationError,
} from 'n8n-workflow';
import { acceptedSecrets, getCredential } from './credential.ts';
import { markOf } from './delivery-memory.ts';
import { readSettings, type Settings } from './settings.ts';
import { readRegistration } from './static-data.ts';
import { memoryOf, persist, recall } from './trigger-memory.ts';

/**
 * @throws NodeOperationError when there is no secret to verify with, and for a rejected delivery while
 * a person listens in the editor; n8n responds with 500.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const settings = readSettings(context);
  const body = await readRawBody(context);
  const opened = openDelivery({
    headers: context.getHeaderData(),
    body,
    secrets: settings.verifySignature ? await requireSecrets(context) : null,
    wanted: settings.wanted,
    subscribedTo: subscribedTo(settings),
  });
  if (opened.events.some(isUnnamed)) {
    warn(context, 'a delivery names no event. Its body is passed on as event "unknown"');
  }
  switch (opened.outcome) {
    case 'unverified':
      return reject(context, {
        status: 401,
        // The same for every failed check, so that a sender that probes learns nothing.
        code: 'unverified',
        message: 'The delivery could not be verified.',
        why: `its signature does not match the webhook secret (${opened.code})`,
      });
    case 'unreadable': {
      const { code, message } = new EventParseError(opened.code);
      return reject(context, {
        status: 400,
        code,
        message,
        why: `its body cannot be read (${code})`,
      });
    }
    case 'unwanted':
      return { webhookResponse: { status: 'ignored' } };
    case 'event': {
      const { events } = opened;
      const items = events.map((event) => (settings.output === 'data' ? event.data : event));
      const workflowData = [items.map((item) => ({ json: toItem(item) }))];
      // A repeat is shown again to a person who listens in the editor.
      if (!settings.ignoreRepeatedDeliveries || isListening(context)) {
        return { webhookResponse: { status: 'accepted' }, workflowData };
      }
      return once(context, events, body, workflowData);
    }
  }
}

/** The only event type that Kolvera sends to this trigger. With manual registration it may send all. */
function subscribedTo({ registration, wanted }: Settings): string | undefined {
  const [only, another] = wanted.events;
  const isOne = registration === 'automatic' && only !== ALL_EVENTS && another === undefined;
  return isOne ? only : undefined;
}

/**
 * Starts the workflow unless it was started for the same delivery before.
 *
 * n8n stores the execution, reads `webhookResponse`, stores the static data and responds, in this
 * order. So the delivery is remembered once it cannot be lost, and before Kolvera is told that it has
 * arrived: see docs/decisions/0072-n8n-repeated-deliveries.md.
 */
async function once(
  context: IWebhookFunctions,
  events: readonly KolveraEvent[],
  body: Uint8Array,
  workflowData: INodeExecutionData[][],
): Promise<IWebhookResponseData> {
  const mark = markOf(events, body);
  const staticData = context.getWorkflowStaticData('node');
  const memory = memoryOf(context);
  recall(memory, staticData);
  const claim = await memory.deliveries.claim(mark, context.getResponseObject());
  if (claim.outcome === 'undecided') {
    const message = 'This delivery is being stored. Send it again later.';
    return respond(context, 503, { code: 'in_progress', message });
  }
  if (claim.outcome === 'repeated') {
    persist(memory, staticData, mark);
    return { webhookResponse: { status: 'repeated' } };
  }
  if (claim.hasKnownId) {
    // Quoted and cut, because with verification off anyone can send an id, line breaks included.
    const quoted = JSON.stringify(String(events[0]?.id).slice(0, 100));
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

/** The exact bytes. Of a form upload n8n leaves none, so it fails the verification. */
async function readRawBody(context: IWebhookFunctions): Promise<Uint8Array> {
  const request = context.getRequestObject();
  try {
    await request.readRawBody();
  } catch (error) {
    warn(context, `the body of a delivery could not be read (${String(error)})`);
  }
  return request.rawBody ?? new Uint8Array();
}

async function requireSecrets(context: IWebhookFunctions): Promise<readonly string[]> {
  const registration = readRegistration(context.getWorkflowStaticData('node'));
  const secrets = acceptedSecrets(await getCredential(context), registration);
  if (secrets.length > 0) return secrets;
  throw new NodeOperationError(context.getNode(), 'There is no webhook secret to verify with.', {
    description:
      'Enter it as Webhook Secret in the Kolvera API credential. With automatic registration, you can also unpublish the workflow, then publish it: this creates a new webhook with a new secret.',
  });
}

/** What was read from JSON is an item's JSON; n8n's type lists its values one by one. */
function toItem(value: object): IDataObject {
  return value as IDataObject;
}

function isListening(context: IWebhookFunctions): boolean {
  return context.getMode() === 'manual';
}

interface Rejection {
  readonly status: number;
  readonly code: string;
  /** For the sender. */
  readonly message: string;
  /** For the owner. */
  readonly why: string;
}

/** @throws NodeOperationError for a person who listens in the editor; otherwise it is only logged. */
function reject(context: IWebhookFunctions, rejection: Rejection): IWebhookResponseData {
  const { status, code, message, why } = rejection;
  if (isListening(context)) {
    throw new NodeOperationError(context.getNode(), `A delivery was rejected: ${why}.`, {
      description:
        status === 401
          ? 'Compare Webhook Secret in the Kolvera API credential with the secret that Kolvera shows for this webhook, then select Execute step again.'
          : message,
    });
  }
  warn(context, `a delivery was rejected: ${why}`);
  return respond(context, status, { code, message });
}

function respond(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
  context.getResponseObject().status(status).json(body);
  return { noWebhookResponse: true };
}

function warn(context: IWebhookFunctions, what: string): void {
  context.logger.warn(`Kolvera Trigger in the workflow "${context.getWorkflow().name}": ${what}`);
}
