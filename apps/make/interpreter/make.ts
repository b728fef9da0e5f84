/**
 * @module A stand-in for Make that runs an app's definitions: connections, webhooks, modules.
 *
 * For tests and the demo. What it covers, and what it is not: docs/make-iml-interpreter.md.
 */
import { randomUUID } from 'node:crypto';
import { MANIFEST } from '../src/tree/app-files.ts';
import { validateTree } from '../src/validation/validate-tree.ts';
import { fillIn } from './form.ts';
import { type Handled, handleDelivery, type IncomingDelivery } from './handle-delivery.ts';
import { startHookServer } from './hook-server.ts';
import { render } from './iml/render.ts';
import { declared, open, type Scope } from './iml/scope.ts';
import { type Collection, isArray, isTrue, type Value } from './iml/value.ts';
import { createLog } from './log.ts';
import { MakeError } from './make-error.ts';
import { merged } from './merged.ts';
import { refusal, runRequest } from './request.ts';
import { collection, list, onlyKeys, part, text } from './section.ts';

export interface MakeOptions {
  /** The app's tree: every file's path and text. */
  readonly files: ReadonlyMap<string, string>;
  /** How long a service may take to respond, in milliseconds. Make's own default is 40 s. */
  readonly timeout?: number;
  /** Whether attach and detach inherit the base section; sources disagree. */
  readonly inheritBase?: boolean;
  /** See `IncomingContext`. */
  readonly verificationAnswers?: boolean;
  /**
   * Whether a webhook's `parameters` and `data` are one store, which saving the form writes to: Make
   * documents the one as an alias of the other.
   */
  readonly oneStore?: boolean;
}

export interface Connection {
  /** What the user sees in the list of connections. */
  readonly name: string;
  readonly uid: Value;
  /** The form's values; hidden from the user once they are saved. */
  readonly values: Collection;
  /** Where the tests' Kolvera is. */
  readonly address: string | undefined;
}

export interface Webhook {
  readonly url: string;
  /** What attach stored. */
  readonly data: Collection;
  values: Collection;
}

interface Known {
  readonly id: string;
  readonly webhook: Webhook;
  /** The form, with the options that its RPCs gave. */
  readonly params: Value;
  /** The form's values and what attach stored, whichever was written last. */
  store: Collection;
}

export type Make = Awaited<ReturnType<typeof startMake>>;

/** @throws Error if Make would refuse the tree. */
export async function startMake(options: MakeOptions) {
  const { files, timeout = 40_000, inheritBase = false, verificationAnswers = true } = options;
  const { oneStore = false } = options;
  const app = openApp(files);
  const log = createLog();
  const base = collection(app.general('base'), 'The base section');
  const bundles: Value[] = [];
  const webhooks = new Map<string, Known>();

  const deliver = (token: string, delivery: IncomingDelivery): Handled | undefined => {
    const found = webhooks.get(token);
    if (found === undefined) return undefined;
    const { id, webhook, store } = found;
    const kept = { parameters: webhook.values, data: webhook.data };
    const context = {
      ...(oneStore ? { parameters: store, data: store } : kept),
      verificationAnswers,
    };
    try {
      const section = app.section('webhook', id, 'communication');
      const handled = handleDelivery(section, delivery, context);
      log.write({ delivery: { ...delivery }, status: handled.status });
      if (handled.bundle !== undefined) bundles.push(runTrigger(id, handled.bundle));
      return handled;
    } catch (error) {
      log.write({ delivery: { ...delivery }, error: String(error) });
      return { status: 500, body: 'Scenario failed', bundle: undefined };
    }
  };

  /** Make merges the variables of one event into those of the last. */
  let temp: Collection = {};
  const setTemp = (variables: Value, scope: Scope): void => {
    const seen = { ...scope, temp: declared(temp) };
    temp = collection(merged(temp, render(variables ?? {}, seen)), 'temp');
  };

  /** Runs a communication that sends no request. @returns the last step's output. */
  const runSteps = (steps: readonly Value[], scope: Scope): Value => {
    let output: Value;
    for (const step of steps) {
      onlyKeys(collection(step, 'A step'), ['temp', 'response'], 'A step');
      setTemp(part(step, 'temp'), scope);
      const valid = part(step, 'response', 'valid');
      if (valid !== undefined && !isTrue(render(valid, scope))) {
        throw refusal(part(step, 'response', 'error'), 200, scope);
      }
      setTemp(part(step, 'response', 'temp'), scope);
      output = render(part(step, 'response', 'output'), { ...scope, temp: declared(temp) });
    }
    return output;
  };

  /** An instant trigger sees the bundle that its webhook has made as `payload`. */
  const runTrigger = (webhookId: string, payload: Value): Value => {
    const section = app.section('module', app.moduleOf(webhookId), 'communication');
    return runSteps([section], { payload: open(payload) });
  };

  /** Runs attach or detach if the webhook has them. @returns the response's directives. */
  const runProcedure = async (
    procedure: 'attach' | 'detach',
    id: string,
    values: Collection,
    seen: Collection,
    connection: Connection | undefined,
  ): Promise<Collection> => {
    const request = collection(app.section('webhook', id, procedure), procedure);
    if (Object.keys(request).length === 0) return {};
    const scope = {
      parameters: declared(values),
      connection: declared(app.isLinked(id) && connection ? connection.values : {}),
      webhook: declared(seen),
    };
    return runRequest(request, {
      ...{ scope, log, timeout, ...reach(connection?.address) },
      ...(inheritBase && { base }),
    });
  };

  /** A form, its selects filled in by RPCs where they name one. @throws MakeError */
  const withOptions = async (params: Value, connection: Connection | undefined): Promise<Value> =>
    Promise.all(
      list(params, 'The form').map(async (parameter) => {
        const { options, ...rest } = collection(parameter, 'A parameter');
        if (typeof options !== 'string') return parameter;
        const id = options.replace('rpc://', '');
        const scope = { connection: declared(connection?.values ?? {}) };
        const request = app.section('rpc', id, 'communication');
        const { output } = await runRequest(request, {
          ...{ scope, log, timeout, base, ...reach(connection?.address) },
        });
        return { ...rest, options: output };
      }),
    );

  const server = await startHookServer(deliver);

  return {
    /** Saves a connection's form. @throws MakeError when the form or the service refuses it. */
    async connect(id: string, form: Collection, address?: string): Promise<Connection> {
      const values = fillIn(app.section('connection', id, 'params'), form);
      const scope = { parameters: declared(values) };
      const request = app.section('connection', id, 'communication');
      if (Object.keys(collection(request, 'A request')).length === 0) {
        return { name: 'My connection', uid: undefined, values, address };
      }
      const { metadata, uid } = await runRequest(request, {
        scope,
        log,
        timeout,
        ...reach(address),
      });
      return { name: text(part(metadata, 'value'), 'The metadata'), uid, values, address };
    },

    /** Changes a connection and tests it again. @throws MakeError for a field that is not editable. */
    async editConnection(
      id: string,
      { values, address }: Connection,
      form: Collection,
    ): Promise<Connection> {
      const params = list(app.section('connection', id, 'params'), 'The form');
      for (const name of Object.keys(form)) {
        const parameter = params.find((one) => part(one, 'name') === name);
        if (part(parameter, 'editable') !== true) {
          throw new MakeError('RuntimeError', 'Cannot edit this connection.');
        }
      }
      return this.connect(id, { ...values, ...form }, address);
    },

    /** Adds a webhook to a scenario. @throws MakeError when the form or attach refuses it. */
    async addWebhook(id: string, form: Collection, connection?: Connection): Promise<Webhook> {
      const params = await withOptions(app.section('webhook', id, 'params'), connection);
      const values = fillIn(params, form);
      const token = randomUUID();
      const url = `${server.origin}/${token}`;
      const seen = { id: token, url };
      const attached = await runProcedure('attach', id, values, seen, connection);
      const data = collection(attached.data ?? {}, 'What attach stores');
      if ('id' in data || 'url' in data)
        throw new TypeError('Attach cannot store "id" or "url": Make sets them on the webhook.');
      const webhook: Webhook = { url, data, values };
      webhooks.set(token, { id, webhook, params, store: { ...values, ...data } });
      return webhook;
    },

    /** Saves a webhook's form again, for which Make runs neither attach nor detach. */
    editWebhook(webhook: Webhook, form: Collection): void {
      const { known } = existing(webhook);
      webhook.values = fillIn(known.params, { ...webhook.values, ...form });
      known.store = { ...known.store, ...webhook.values };
    },

    /** Deletes a webhook. @throws MakeError when detach is refused; the webhook then stays. */
    async removeWebhook(webhook: Webhook, connection?: Connection): Promise<void> {
      const { id, token } = existing(webhook);
      const seen = { id: token, url: webhook.url, ...webhook.data };
      await runProcedure('detach', id, webhook.values, seen, connection);
      webhooks.delete(token);
    },

    /** Runs a module that the scenario maps values into. @returns its output. @throws MakeError */
    async runModule(id: string, form: Collection, connection: Connection): Promise<Value> {
      const values = fillIn(app.section('module', id, 'mappableParams'), form);
      const scope = { parameters: declared(values), connection: declared(connection.values) };
      const communication = app.section('module', id, 'communication');
      if (isArray(communication)) return runSteps(communication, scope);
      const { output } = await runRequest(communication, {
        ...{ scope, log, timeout, base, ...reach(connection.address) },
      });
      return output;
    },

    /** What scenarios have started with so far. */
    bundles: (): readonly Value[] => bundles,
    /** Everything that Make keeps of requests and deliveries, and the bundles. */
    history: () => `${log.text()}\n${JSON.stringify(bundles)}`,
    close: () => server.close(),
  };

  function existing(webhook: Webhook) {
    for (const [token, known] of webhooks) {
      if (known.webhook === webhook) return { token, id: known.id, known };
    }
    throw new TypeError('The webhook has already been deleted.');
  }
}

const reach = (address: string | undefined) => (address === undefined ? {} : { address });

/** The sections of a tree, by the manifest. */
function openApp(files: ReadonlyMap<string, string>) {
  const problems = validateTree(files);
  if (problems.length > 0)
    throw new Error(`Make would refuse the app: ${JSON.stringify(problems)}`);
  const read = (path: Value): Value => JSON.parse(files.get(text(path, 'A path')) ?? 'null');
  const manifest = read(MANIFEST);
  const component = (type: string, id: string) =>
    collection(part(manifest, 'components', type, id), `The ${type} ${id}`);
  return {
    general: (name: string) => read(part(manifest, 'generalCodeFiles', name)),
    section: (type: string, id: string, name: string) =>
      read(part(component(type, id), 'codeFiles', name)),
    isLinked: (webhookId: string) => typeof component('webhook', webhookId).connection === 'string',
    /** The module that a webhook starts. */
    moduleOf(webhookId: string): string {
      const modules = Object.entries(collection(part(manifest, 'components', 'module'), 'Modules'));
      const found = modules.find(([, module]) => part(module, 'webhook') === webhookId);
      return text(found?.[0], `The module of ${webhookId}`);
    },
  };
}
