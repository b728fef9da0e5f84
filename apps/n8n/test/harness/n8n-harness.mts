/**
 * @module A harness that drives the node's functions as n8n 2.41 does: one workflow with one
 * Kolvera Trigger, served over real HTTP. What n8n does was read in its source and measured
 * against the real server (test/real), which is the authority.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import type {
  ICredentialDataDecryptedObject,
  ICredentialsDecrypted,
  IDataObject,
  INodeExecutionData,
  INodeParameters,
  INodeType,
  IWebhookResponseData,
} from 'n8n-workflow';
import {
  credentialTestContext,
  hookContext,
  type Installation,
  webhookContext,
} from './context.mts';
import { listen } from './listen.mts';

export interface Harness {
  readonly url: string;
  readonly testUrl: string;
  /** Tests the credential and keeps it, whatever the test says. @throws Error with its sentence. */
  useCredential(fields: ICredentialDataDecryptedObject): Promise<void>;
  removeCredential(): void;
  /**
   * Publishes the workflow with these parameters; deletes first when it is published already.
   *
   * @param attempts how often create is called before it is given up: n8n does it five times, with
   * pauses.
   * @throws what the last attempt to create threw.
   */
  publish(parameters: INodeParameters, attempts?: number): Promise<void>;
  unpublish(): Promise<void>;
  /** What n8n may do when it starts: activates without deleting first. */
  activateAgain(): Promise<void>;
  /** "Execute step": registers the test URL. */
  listen(parameters: INodeParameters): Promise<void>;
  stopListening(): Promise<void>;
  /** What n8n does while it stores an execution: a test may have it wait, or fail. */
  whileStoring(action: () => Promise<void>): void;
  /** Another process over the same database, with nothing in its memory but the node that it loads. */
  restart(nodeType: INodeType): void;
  /** The items that reached the workflow, in order. */
  items(): readonly IDataObject[];
  /** What n8n keeps for the workflow, as it is in the database. */
  staticData(): IDataObject;
  /** Everything that n8n shows or logs. */
  traces(): string;
  close(): Promise<void>;
}

interface Slot {
  readonly url: string;
  /** As in the database. */
  staticData: string;
  parameters: INodeParameters | null;
}

export async function startHarness(loadedNode: INodeType): Promise<Harness> {
  let nodeType = loadedNode;
  let whileStoring = async () => {};
  const webhookId = randomUUID();
  const traces: string[] = [];
  const executions: INodeExecutionData[][] = [];
  let credential: ICredentialsDecrypted | null = null;

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      traces.push(String(error));
      response.writeHead(500).end('{"message":"Workflow Webhook Error"}');
    });
  });
  const origin = await listen(server);
  const slot = (path: string): Slot => ({
    url: `${origin}/${path}/${webhookId}/webhook`,
    staticData: '{}',
    parameters: null,
  });
  const production = slot('webhook');
  const test = slot('webhook-test');

  function installation(at: Slot, parameters: INodeParameters): Installation {
    return {
      node: {
        id: 'trigger',
        name: 'Kolvera Trigger',
        type: 'n8n-nodes-kolvera.kolveraTrigger',
        typeVersion: 1,
        position: [0, 0],
        parameters,
      },
      properties: nodeType.description.properties,
      workflow: { id: 'wfHarness', name: 'Harness' },
      credential,
      staticData: JSON.parse(at.staticData),
      url: at.url,
      mode: at === test ? 'manual' : 'webhook',
      log: (line) => traces.push(line),
    };
  }

  /** Calls a function of the node and stores the static data, unless it threw. */
  async function hook(
    name: 'checkExists' | 'create' | 'delete',
    at: Slot,
    parameters: INodeParameters,
  ) {
    const method = nodeType.webhookMethods?.default?.[name];
    if (method === undefined) throw new TypeError(`the node has no ${name}`);
    const here = installation(at, parameters);
    try {
      return await method.call(hookContext(here));
    } catch (error) {
      traces.push(describe(error));
      throw error;
    } finally {
      at.staticData = JSON.stringify(here.staticData);
    }
  }

  async function activate(at: Slot, parameters: INodeParameters, attempts = 1) {
    if (at.parameters !== null) await deactivate(at);
    at.parameters = parameters;
    await tryToCreate(at, attempts);
  }

  async function tryToCreate(at: Slot, attempts: number) {
    const parameters = at.parameters ?? {};
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (!(await hook('checkExists', at, parameters))) await hook('create', at, parameters);
        return;
      } catch (error) {
        await hook('delete', at, parameters).catch(() => undefined);
        if (attempt < attempts) continue;
        at.parameters = null;
        throw error;
      }
    }
  }

  async function deactivate(at: Slot) {
    const parameters = at.parameters ?? {};
    await hook('delete', at, parameters);
    at.parameters = null;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = [production, test].find(({ url }) => url === origin + request.url);
    const body = await buffer(request);
    const answer = (status: number, content: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(content));
    if (at?.parameters == null || request.method !== 'POST' || nodeType.webhook === undefined) {
      return void answer(404, { message: 'The requested webhook is not registered.' });
    }
    if (!isParseable(request, body)) {
      return void answer(422, { message: 'Failed to parse request body' });
    }
    const here = installation(at, at.parameters);
    const context = webhookContext(here, { headers: request.headers, body, response });
    const save = () => {
      at.staticData = JSON.stringify(here.staticData);
    };
    let result: IWebhookResponseData;
    let stored: string;
    try {
      result = await nodeType.webhook.call(context);
      if (result.noWebhookResponse) return save();
      if (result.workflowData === undefined) {
        save();
        return void answer(200, result.webhookResponse);
      }
      await whileStoring();
      executions.push(...result.workflowData);
      stored = JSON.stringify(here.staticData);
    } catch (error) {
      traces.push(describe(error));
      return void answer(500, {
        message: 'Workflow Webhook Error: Workflow could not be started!',
      });
    }
    // n8n asks for the answer now, twice, and saves what has changed in static data since it has
    // stored the execution.
    const content = result.webhookResponse === undefined ? {} : result.webhookResponse;
    if (JSON.stringify(here.staticData) !== stored) save();
    answer(200, content);
  }

  return {
    url: production.url,
    testUrl: test.url,
    async useCredential(fields) {
      credential = { id: '1', name: 'Kolvera', type: 'kolveraApi', data: fields };
      const testedBy = nodeType.description.credentials?.[0]?.testedBy;
      const credentialTest = nodeType.methods?.credentialTest?.[String(testedBy)];
      if (credentialTest === undefined) throw new TypeError('the credential has no test');
      const result = await credentialTest.call(credentialTestContext(), credential);
      traces.push(result.message);
      if (result.status === 'Error') throw new Error(result.message);
    },
    removeCredential() {
      credential = null;
    },
    publish: (parameters, attempts) => activate(production, parameters, attempts),
    unpublish: () => deactivate(production),
    activateAgain: () => tryToCreate(production, 1),
    listen: (parameters) => activate(test, parameters),
    stopListening: () => deactivate(test),
    whileStoring(action) {
      whileStoring = action;
    },
    restart(loadedAgain) {
      nodeType = loadedAgain;
    },
    items: () => executions.flat().map(({ json }) => json),
    staticData: () => JSON.parse(production.staticData),
    traces: () => [...traces, JSON.stringify(executions)].join('\n'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** n8n parses the body before the node is called, and answers 422 by itself. */
function isParseable({ headers }: IncomingMessage, body: Uint8Array): boolean {
  if (!headers['content-type']?.startsWith('application/json') || body.length === 0) return true;
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}

/** All of an error, as n8n writes it to its log and stores it with an execution. */
function describe(error: unknown): string {
  return inspect(error, { depth: 10, showHidden: true });
}
