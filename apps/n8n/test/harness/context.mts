/**
 * @module What `this` is in a node's functions, as far as this node uses it.
 *
 * Strict: a property that the harness does not have throws, instead of being undefined.
 */
import type { ServerResponse } from 'node:http';
import type {
  ICredentialsDecrypted,
  ICredentialTestFunctions,
  IDataObject,
  IHookFunctions,
  IHttpRequestOptions,
  INode,
  INodeProperties,
  IWebhookFunctions,
} from 'n8n-workflow';
import { httpRequest, legacyRequest } from './http-helper.mts';

/** What n8n knows of one workflow with one trigger. */
export interface Installation {
  readonly node: INode;
  readonly properties: readonly INodeProperties[];
  readonly workflow: { readonly id: string; readonly name: string };
  readonly credential: ICredentialsDecrypted | null;
  readonly staticData: IDataObject;
  readonly url: string;
  /** `manual` while a person listens in the editor. */
  readonly mode: 'manual' | 'webhook';
  log(line: string): void;
}

export function hookContext(installation: Installation): IHookFunctions {
  const context = {
    ...common(installation),
    helpers: strict({
      httpRequestWithAuthentication(
        this: unknown,
        credentialType: string,
        options: IHttpRequestOptions,
      ) {
        if (this !== proxy) throw new TypeError('a helper has to be called with the context');
        const { apiKey } = fieldsOf(installation, credentialType);
        return httpRequest(options, { Authorization: `Bearer ${String(apiKey)}` });
      },
    }),
  };
  const proxy = strict(context) as unknown as IHookFunctions;
  return proxy;
}

/** The request as n8n hands it over: the body unread until `readRawBody` is called. */
export interface IncomingDelivery {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  readonly response: ServerResponse;
}

export function webhookContext(
  installation: Installation,
  delivery: IncomingDelivery,
): IWebhookFunctions {
  const request: { rawBody?: Uint8Array; readRawBody(): Promise<void> } = {
    async readRawBody() {
      request.rawBody = Buffer.from(delivery.body);
    },
  };
  const raw = delivery.response;
  const response: object = strict({
    status(code: number) {
      raw.statusCode = code;
      return response;
    },
    json(body: unknown) {
      raw.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    },
    once: raw.once.bind(raw),
    get closed() {
      return raw.closed;
    },
    get writableEnded() {
      return raw.writableEnded;
    },
    get statusCode() {
      return raw.statusCode;
    },
  });
  return strict({
    ...common(installation),
    getHeaderData: () => delivery.headers,
    getRequestObject: () => request,
    getResponseObject: () => response,
  }) as unknown as IWebhookFunctions;
}

export function credentialTestContext(): ICredentialTestFunctions {
  const helpers = strict({ request: legacyRequest });
  return strict({ helpers }) as unknown as ICredentialTestFunctions;
}

function common(installation: Installation) {
  const { node, properties, workflow, staticData, url, mode, log } = installation;
  return {
    getNode: () => node,
    getMode: () => mode,
    getNodeWebhookUrl: (name: string) => (name === 'default' ? url : undefined),
    getWorkflow: () => ({ ...workflow, active: true }),
    getNodeParameter(name: string, fallback: unknown) {
      const property = properties.find((one) => one.name === name);
      if (property === undefined) throw new TypeError(`the node has no parameter ${name}`);
      return node.parameters[name] ?? property.default ?? fallback;
    },
    getWorkflowStaticData(type: string) {
      if (type !== 'node') throw new TypeError(`static data of type ${type} is not used`);
      return staticData;
    },
    getCredentials: async (type: string) => fieldsOf(installation, type),
    logger: strict({ warn: log }),
  };
}

function fieldsOf({ credential }: Installation, type: string): IDataObject {
  if (credential === null || credential.type !== type) {
    throw new TypeError(`Node does not have any credentials set for ${type}`);
  }
  return structuredClone(credential.data ?? {}) as IDataObject;
}

function strict<Value extends object>(value: Value): Value {
  return new Proxy(value, {
    get(target, name, receiver) {
      if (!(name in target) && typeof name === 'string') {
        throw new TypeError(`the harness has no ${name}`);
      }
      return Reflect.get(target, name, receiver);
    },
  });
}
