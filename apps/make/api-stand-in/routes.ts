/**
 * @module The part of Make's API that deploys custom apps. It answers anything else with an error.
 *
 * Sources: @makehq/sdk 1.6.10 (paths, methods, bodies, content types) and Make's VS Code extension
 * 2.8.0 (checksums, links, the universal module's subtype). What lists leave out is from the SDK's
 * test fixtures and the extension's types of answers: links are in a component's details only.
 */
import { type ApiRequest, fields, jsonText, markdown, Refusal, scalars } from './request.ts';
import {
  type Collection,
  checksums,
  newApp,
  type StoredApp,
  type StoredComponent,
} from './store.ts';

export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
}

const SECTIONS: Readonly<Record<Collection, readonly string[]>> = {
  connections: ['api', 'parameters'],
  rpcs: ['api', 'parameters'],
  webhooks: ['api', 'parameters', 'attach', 'detach', 'scope'],
  modules: ['api', 'parameters', 'expect', 'interface', 'samples'],
};

type Route = (apps: StoredApp[], request: ApiRequest, names: readonly string[]) => unknown;

/** By method and path; `:` is a name in the path. */
const routes: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  ['GET', /^\/sdk\/apps$/u, listApps],
  ['POST', /^\/sdk\/apps$/u, createApp],
  [
    'GET',
    /^\/sdk\/apps\/([\w-]+)\/1\/checksum$/u,
    (apps, _, [name]) => checksums(appOf(apps, name)),
  ],
  ['GET', /^\/sdk\/apps\/([\w-]+)\/1\/icon\/512$/u, icon],
  ['PUT', /^\/sdk\/apps\/([\w-]+)\/1\/icon$/u, setIcon],
  ['PUT', /^\/sdk\/apps\/([\w-]+)\/1\/(readme)$/u, setAppSection],
  ['PUT', /^\/sdk\/apps\/([\w-]+)\/1\/(base|groups)$/u, setAppSection],
  ['PATCH', /^\/sdk\/apps\/([\w-]+)\/1$/u, updateApp],
  ['GET', /^\/sdk\/apps\/([\w-]+)\/(connections|webhooks)$/u, listComponents],
  ['POST', /^\/sdk\/apps\/([\w-]+)\/(connections|webhooks)$/u, createNamed],
  ['GET', /^\/sdk\/apps\/([\w-]+)\/1\/(modules|rpcs)$/u, listComponents],
  ['POST', /^\/sdk\/apps\/([\w-]+)\/1\/(rpcs)$/u, createRpc],
  ['POST', /^\/sdk\/apps\/([\w-]+)\/1\/(modules)$/u, createModule],
  ['GET', /^\/sdk\/apps\/([\w-]+)\/1\/(modules|rpcs)\/(\w+)$/u, showComponent],
  ['PATCH', /^\/sdk\/apps\/([\w-]+)\/1\/(modules|rpcs)\/(\w+)$/u, updateComponent],
  ['PUT', /^\/sdk\/apps\/([\w-]+)\/1\/(modules|rpcs)\/(\w+)\/(\w+)$/u, setSection],
  ['GET', /^\/sdk\/apps\/()(webhooks)\/([\w-]+)$/u, showComponent],
  ['PATCH', /^\/sdk\/apps\/()(connections|webhooks)\/([\w-]+)$/u, updateComponent],
  ['PUT', /^\/sdk\/apps\/()(connections|webhooks)\/([\w-]+)\/(\w+)$/u, setSection],
];

/** @throws Refusal */
export function answer(apps: StoredApp[], request: ApiRequest): ApiResponse {
  for (const [method, path, route] of routes) {
    const match = method === request.method ? path.exec(request.path) : null;
    if (match) return { status: 200, body: route(apps, request, match.slice(1)) };
  }
  throw new Refusal(404, `There is no ${request.method} ${request.path}.`);
}

/** Without `cols[]`, a few columns. */
function listApps(apps: StoredApp[], { query }: ApiRequest) {
  const cols = query.getAll('cols[]');
  const listed = cols.length > 0 ? cols : ['name', 'label', 'version', 'beta'];
  return { apps: apps.map((app) => only(listed, shown(app))) };
}

function createApp(apps: StoredApp[], request: ApiRequest) {
  const {
    name,
    private: _,
    countries: __,
    ...columns
  } = fields(request, {
    required: ['name', 'label', 'audience'],
    optional: ['description', 'theme', 'language', 'countries', 'private'],
  });
  const app = newApp(`${name}-${(apps.length + 0xab12).toString(36)}`, scalars(columns));
  apps.push(app);
  return { app: shown(app) };
}

function updateApp(apps: StoredApp[], request: ApiRequest, [name]: readonly string[]) {
  const app = appOf(apps, name);
  const optional = ['label', 'description', 'theme', 'language', 'audience'];
  Object.assign(app.columns, scalars(fields(request, { optional })));
  return { app: shown(app) };
}

function shown({ name, columns }: StoredApp) {
  return { name, version: 1, beta: false, public: false, approved: false, ...columns };
}

function icon(apps: StoredApp[], _: ApiRequest, [name]: readonly string[]) {
  const found = appOf(apps, name).icon;
  if (found === undefined) throw new Refusal(404, 'The app has no icon.');
  return found;
}

function setIcon(apps: StoredApp[], { contentType, body }: ApiRequest, [name]: readonly string[]) {
  if (contentType !== 'image/png') throw new Refusal(415, 'An icon is image/png.');
  const isSquare =
    body.length > 24 && body.readUInt32BE(16) === 512 && body.readUInt32BE(20) === 512;
  if (!isSquare) throw new Refusal(400, 'The icon has to be 512 by 512 pixels.');
  appOf(apps, name).icon = body;
  return { changed: true };
}

function setAppSection(
  apps: StoredApp[],
  request: ApiRequest,
  [name, section = '']: readonly string[],
) {
  const text = section === 'readme' ? markdown(request) : jsonText(request);
  appOf(apps, name).sections.set(section, text);
  return { changed: true };
}

/** What a list has of its components; the rest is in the component's details. */
const LISTED: Readonly<Record<Collection, readonly string[]>> = {
  connections: ['name', 'label', 'type'],
  rpcs: ['name', 'label'],
  webhooks: ['name', 'label', 'type'],
  modules: ['name', 'label', 'typeId', 'public', 'approved', 'description', 'crud'],
};

function listComponents(apps: StoredApp[], _: ApiRequest, [name, list]: readonly string[]) {
  const collection = collectionOf(list);
  const components = appOf(apps, name)[collection].map((one) =>
    only(LISTED[collection], detailed(one)),
  );
  return { [answerKey(collection)]: components };
}

function showComponent(apps: StoredApp[], _: ApiRequest, names: readonly string[]) {
  const [, component] = componentOf(apps, names);
  return { [answerKey(collectionOf(names[1])).slice(0, -1)]: detailed(component) };
}

function detailed({ name, columns }: StoredComponent) {
  return { name, ...columns };
}

/** @throws Refusal for an unknown column. */
function only(columns: readonly string[], of: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    columns.map((column) => {
      if (!Object.hasOwn(of, column)) throw new Refusal(400, `There is no column ${column}.`);
      return [column, of[column]];
    }),
  );
}

/** Make names connections and webhooks after the app. */
function createNamed(apps: StoredApp[], request: ApiRequest, [name, list]: readonly string[]) {
  const app = appOf(apps, name);
  const collection = collectionOf(list);
  const { type, label } = fields(request, { required: ['type', 'label'] });
  const isKnown = collection === 'connections' ? type === 'basic' : type === 'web';
  if (!isKnown) throw new Refusal(400, `There is no type ${type}.`);
  const count = app[collection].length;
  const links = collection === 'webhooks' ? { connection: null, altConnection: null } : {};
  const columns = { ...scalars({ type, label }), ...links };
  app[collection].push({ name: `${app.name}${count || ''}`, columns, sections: new Map() });
  return { [answerKey(collection).slice(0, -1)]: { type, label } };
}

function createRpc(apps: StoredApp[], request: ApiRequest, [name]: readonly string[]) {
  const app = appOf(apps, name);
  const columns = scalars(fields(request, { required: ['name', 'label'] }));
  const id = newName(app.rpcs, columns.name);
  const links = { connection: null, altConnection: null };
  app.rpcs.push({ name: id, columns: { ...columns, ...links }, sections: new Map() });
  return { appRpc: { name: id, label: columns.label } };
}

/** The name that a request gives to a module or an RPC. */
function newName(taken: readonly StoredComponent[], name: unknown): string {
  const id = String(name);
  if (!/^[a-zA-Z][0-9a-zA-Z]{2,63}$/u.test(id)) throw new Refusal(400, `${id} is not a name.`);
  if (taken.some((component) => component.name === id)) throw new Refusal(400, `${id} exists.`);
  return id;
}

function createModule(apps: StoredApp[], request: ApiRequest, [name]: readonly string[]) {
  const app = appOf(apps, name);
  const {
    moduleInitMode: _,
    subtype,
    ...columns
  } = fields(request, {
    required: ['name', 'typeId', 'label', 'description', 'moduleInitMode'],
    optional: ['subtype'],
  });
  const id = newName(app.modules, columns.name);
  if ((columns.typeId === 12) !== (subtype === 'Universal'))
    throw new Refusal(400, 'Wrong subtype.');
  const links = { connection: null, altConnection: null, webhook: null, crud: null };
  const state = { public: 0, approved: 0 };
  app.modules.push({
    name: id,
    columns: { ...scalars(columns), ...links, ...state },
    sections: new Map(),
  });
  return { appModule: { name: id } };
}

function updateComponent(apps: StoredApp[], request: ApiRequest, names: readonly string[]) {
  const [app, component] = componentOf(apps, names);
  const optional = {
    connections: ['label'],
    rpcs: ['label', 'connection'],
    webhooks: ['label', 'connection'],
    modules: ['label', 'description', 'connection', 'webhook'],
  }[collectionOf(names[1])];
  const changes = fields(request, { optional });
  for (const link of ['connection', 'webhook'] as const) {
    const target = changes[link];
    if (target !== undefined && !app[`${link}s`].some((known) => known.name === target)) {
      throw new Refusal(400, `There is no ${link} ${target}.`);
    }
  }
  Object.assign(component.columns, scalars(changes));
  return { changed: true };
}

function setSection(apps: StoredApp[], request: ApiRequest, names: readonly string[]) {
  const [, component] = componentOf(apps, names);
  const [, list, , section = ''] = names;
  if (!SECTIONS[collectionOf(list)].includes(section))
    throw new Refusal(404, `No section ${section}.`);
  component.sections.set(section, jsonText(request));
  return { changed: true };
}

function appOf(apps: readonly StoredApp[], name: string | undefined): StoredApp {
  const app = apps.find((known) => known.name === name);
  if (app === undefined) throw new Refusal(404, `There is no app ${name}.`);
  return app;
}

/** A component by its app (any, where the path has none), its list and its name. */
function componentOf(
  apps: readonly StoredApp[],
  [appName, list, name]: readonly string[],
): readonly [StoredApp, StoredComponent] {
  for (const app of appName ? [appOf(apps, appName)] : apps) {
    const component = app[collectionOf(list)].find((known) => known.name === name);
    if (component) return [app, component];
  }
  throw new Refusal(404, `There is no ${name}.`);
}

function collectionOf(list: string | undefined): Collection {
  if (list !== undefined && Object.hasOwn(SECTIONS, list)) return list as Collection;
  throw new Refusal(404, `There are no ${list}.`);
}

function answerKey(collection: Collection): string {
  return {
    connections: 'appConnections',
    rpcs: 'appRpcs',
    webhooks: 'appWebhooks',
    modules: 'appModules',
  }[collection];
}
