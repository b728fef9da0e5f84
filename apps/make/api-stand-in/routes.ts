/**
 * @module The part of Make's API that deploys custom apps. It refuses what it does not know, and its
 * lists hold no more than the real ones.
 *
 * Sources: @makehq/sdk 1.6.10 (paths, bodies, content types, fixtures) and Make's VS Code extension
 * 2.8.0 (checksums, links, the universal module's subtype).
 */
import { createHash } from 'node:crypto';

export interface ApiRequest {
  /** The method and the path below `/api/v2`: `GET /sdk/apps`. */
  readonly route: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** A response that is an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Stored {
  readonly name: string;
  /** `label`, `typeId`, `connection`, …. */
  readonly columns: Record<string, unknown>;
  /** Texts by their names in the API. */
  readonly sections: Map<string, string>;
}

type List = 'connections' | 'rpcs' | 'webhooks' | 'modules';

export interface StoredApp extends Stored, Readonly<Record<List, Stored[]>> {
  icon?: Buffer;
}

type Handler = (apps: StoredApp[], names: Names, request: ApiRequest) => unknown;
type Names = Readonly<Record<string, string>>;

/** `:app` is a name in the path. */
const routes: readonly (readonly [pattern: string, handler: Handler])[] = [
  ['GET /sdk/apps', listApps],
  ['POST /sdk/apps', createApp],
  ['PATCH /sdk/apps/:app/1', changeApp],
  ['GET /sdk/apps/:app/1/checksum', checksums],
  ['GET /sdk/apps/:app/1/icon/512', (apps, names) => appOf(apps, names).icon ?? missing('icon')],
  ['PUT /sdk/apps/:app/1/icon', setIcon],
  ['PUT /sdk/apps/:app/1/(?<section>base|groups|readme)', setGeneralSection],
  ...componentRoutes('connections', 'api|parameters'),
  ...componentRoutes('rpcs', 'api|parameters'),
  ...componentRoutes('webhooks', 'api|parameters|attach|detach|scope'),
  ...componentRoutes('modules', 'api|parameters|expect|interface|samples'),
];

function componentRoutes(list: List, sections: string) {
  const isVersioned = list === 'modules' || list === 'rpcs';
  const all = isVersioned ? `/sdk/apps/:app/1/${list}` : `/sdk/apps/:app/${list}`;
  const one = isVersioned ? `${all}/:name` : `/sdk/apps/${list}/:name`;
  const key = `app${list.replace(/^./u, (first) => first.toUpperCase())}`;
  return [
    [
      `GET ${all}`,
      (apps, names) => ({ [key]: appOf(apps, names)[list].map((it) => pick(it, LISTED)) }),
    ],
    [`POST ${all}`, (apps, names, request) => create(appOf(apps, names), list, key, request)],
    [
      `GET ${one}`,
      (apps, names) => {
        const [, { name, columns }] = componentOf(apps, list, names);
        return { [key.slice(0, -1)]: { name, ...columns } };
      },
    ],
    [`PATCH ${one}`, (apps, names, request) => link(...componentOf(apps, list, names), request)],
    [
      `PUT ${one}/(?<section>${sections})`,
      (apps, names, request) => setSection(componentOf(apps, list, names)[1], names, request),
    ],
  ] satisfies [string, Handler][];
}

/** Without the links, which are in a component's details only. */
const LISTED = ['name', 'label'];

/** @returns the response's body. @throws Refusal */
export function respond(apps: StoredApp[], request: ApiRequest): unknown {
  for (const [pattern, handler] of routes) {
    const named = pattern.replaceAll(/:(\w+)/gu, '(?<$1>[\\w-]+)');
    const found = new RegExp(`^${named}$`, 'u').exec(request.route);
    if (found) return handler(apps, { ...found.groups }, request) ?? { changed: true };
  }
  return missing(request.route);
}

function missing(what: string): never {
  throw new Refusal(404, `There is no ${what}.`);
}

function appOf(apps: readonly StoredApp[], { app }: Names): StoredApp {
  return apps.find(({ name }) => name === app) ?? missing(`app ${app}`);
}

/** Of any app where the path names none. */
function componentOf(apps: readonly StoredApp[], list: List, names: Names) {
  for (const app of names.app === undefined ? apps : [appOf(apps, names)]) {
    const component = app[list].find(({ name }) => name === names.name);
    if (component) return [app, component] as const;
  }
  return missing(`${list}/${names.name}`);
}

/** A JSON body that has these keys, and of others only the optional ones. @throws Refusal */
function fields(request: ApiRequest, required: readonly string[], optional: readonly string[]) {
  const body: Record<string, unknown> = JSON.parse(text(request, 'application/json'));
  const absent = required.filter((key) => body[key] === undefined);
  if (absent.length > 0) throw new Refusal(400, `Missing: ${absent}.`);
  const unknown = Object.keys(body).filter((key) => ![...required, ...optional].includes(key));
  if (unknown.length > 0) throw new Refusal(400, `Unknown: ${unknown}.`);
  return body;
}

function text({ contentType, body }: ApiRequest, expected: string): string {
  if (contentType !== expected) throw new Refusal(415, `The body has to be ${expected}.`);
  if (expected !== 'text/markdown') JSON.parse(body.toString());
  return body.toString();
}

function pick({ name, columns }: Stored, keys: readonly string[]) {
  const all: Record<string, unknown> = { name, ...columns };
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}

/** A few columns unless `cols[]` asks for others. */
function listApps(apps: StoredApp[], _: Names, { query }: ApiRequest) {
  const columns = query.getAll('cols[]');
  return { apps: apps.map((app) => pick(app, columns.length > 0 ? columns : LISTED)) };
}

const APP_COLUMNS = ['label', 'description', 'theme', 'language', 'audience'];

/** Make completes the app's name. */
function createApp(apps: StoredApp[], _: Names, request: ApiRequest) {
  const optional = [...APP_COLUMNS, 'countries', 'private'];
  const { name: given, ...columns } = fields(request, ['name', 'label', 'audience'], optional);
  const lists = { connections: [], rpcs: [], webhooks: [], modules: [] };
  const name = `${given}-${apps.length + 1}`;
  apps.push({ name, columns, sections: new Map(), ...lists });
  return { app: { name, ...columns } };
}

function changeApp(apps: StoredApp[], names: Names, request: ApiRequest) {
  const { columns } = appOf(apps, names);
  return { app: Object.assign(columns, fields(request, [], APP_COLUMNS)) };
}

/** Make names connections and webhooks after the app. */
function create(app: StoredApp, list: List, key: string, request: ApiRequest) {
  const isModule = list === 'modules';
  const required = isModule ? ['label', 'description', 'typeId', 'moduleInitMode'] : ['label'];
  const isNamed = isModule || list === 'rpcs';
  const columns = fields(
    request,
    [...required, isNamed ? 'name' : 'type'],
    isModule ? ['subtype'] : [],
  );
  const name = isNamed ? String(columns.name) : `${app.name}${app[list].length || ''}`;
  const isUniversal = columns.subtype === 'Universal';
  if (isNamed && !/^[a-zA-Z][0-9a-zA-Z]{2,63}$/u.test(name)) throw new Refusal(400, 'Wrong name.');
  if (app[list].some((known) => known.name === name)) throw new Refusal(400, `${name} exists.`);
  if ((columns.typeId === 12) !== isUniversal) throw new Refusal(400, 'Wrong subtype.');
  const links = { connection: null, webhook: null };
  app[list].push({ name, columns: { ...columns, ...links }, sections: new Map() });
  return { [key.slice(0, -1)]: isNamed ? { name } : columns };
}

/** Changes texts and links; what is linked to has to be there. */
function link(app: StoredApp, { columns }: Stored, request: ApiRequest): void {
  const changes = fields(request, [], ['label', 'description', 'connection', 'webhook']);
  for (const key of ['connection', 'webhook'] as const) {
    const target = changes[key];
    if (target !== undefined && !app[`${key}s`].some(({ name }) => name === target))
      missing(`${key} ${target}`);
  }
  Object.assign(columns, changes);
}

function setSection({ sections }: Stored, { section = '' }: Names, request: ApiRequest): void {
  const type = section === 'readme' ? 'text/markdown' : 'application/jsonc';
  sections.set(section, text(request, type));
}

function setGeneralSection(apps: StoredApp[], names: Names, request: ApiRequest): void {
  setSection(appOf(apps, names), names, request);
}

function setIcon(apps: StoredApp[], names: Names, { contentType, body }: ApiRequest): void {
  if (contentType !== 'image/png') throw new Refusal(415, 'The icon has to be image/png.');
  appOf(apps, names).icon = body;
}

/** An MD5 of each section, in lists with names of their own. */
function checksums(apps: StoredApp[], names: Names) {
  const of = ({ name, sections }: Stored) => {
    const sums = [...sections].map(([section, content]) => [
      section === 'readme' ? 'content' : `${section}_jsonc`,
      createHash('md5').update(content).digest('hex'),
    ]);
    return { name, checksum: Object.fromEntries(sums) };
  };
  const { connections, webhooks, modules, rpcs, ...app } = appOf(apps, names);
  return {
    app: [of(app)],
    accounts: connections.map(of),
    hooks: webhooks.map(of),
    modules: modules.map(of),
    rpcs: rpcs.map(of),
  };
}
