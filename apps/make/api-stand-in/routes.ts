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

type Handler = (names: Readonly<Record<string, string>>, request: ApiRequest) => unknown;

const APP = ['label', 'description', 'theme', 'language', 'audience'];
/** Links are in a component's details only. */
const LISTED = ['name', 'label'];

/** @returns what gives a request's response. It throws a Refusal. */
export function makeApi(apps: StoredApp[]): (request: ApiRequest) => unknown {
  const appOf = (name = '') => apps.find((app) => app.name === name) ?? missing(name);

  /** `:app` is a name in the path. */
  const routes: Readonly<Record<string, Handler>> = {
    'GET /sdk/apps': (_, { query }) => {
      const columns = query.getAll('cols[]');
      return { apps: apps.map((app) => pick(app, columns.length > 0 ? columns : LISTED)) };
    },
    // Make completes the name.
    'POST /sdk/apps': (_, request) => {
      const optional = [...APP, 'countries', 'private'];
      const { name: given, ...columns } = fields(request, ['name', 'label', 'audience'], optional);
      const lists = { connections: [], rpcs: [], webhooks: [], modules: [] };
      const name = `${given}-${apps.length + 1}`;
      apps.push({ name, columns, sections: new Map(), ...lists });
      return { app: { name, ...columns } };
    },
    'PATCH /sdk/apps/:app/1': ({ app }, request) => ({
      app: Object.assign(appOf(app).columns, fields(request, [], APP)),
    }),
    'GET /sdk/apps/:app/1/checksum': ({ app }) => checksums(appOf(app)),
    'GET /sdk/apps/:app/1/icon/512': ({ app }) => appOf(app).icon ?? missing('icon'),
    'PUT /sdk/apps/:app/1/icon': ({ app }, { contentType, body }) => {
      if (contentType !== 'image/png') throw new Refusal(415, 'The icon has to be image/png.');
      appOf(app).icon = body;
    },
    'PUT /sdk/apps/:app/1/(?<section>base|groups|readme)': ({ app, section }, request) =>
      setSection(appOf(app), section, request),
    ...componentRoutes('connections', 'api|parameters'),
    ...componentRoutes('rpcs', 'api|parameters'),
    ...componentRoutes('webhooks', 'api|parameters|attach|detach|scope'),
    ...componentRoutes('modules', 'api|parameters|expect|interface|samples'),
  };

  function componentRoutes(list: List, sections: string): Readonly<Record<string, Handler>> {
    const isVersioned = list === 'modules' || list === 'rpcs';
    const all = isVersioned ? `/sdk/apps/:app/1/${list}` : `/sdk/apps/:app/${list}`;
    const one = isVersioned ? `${all}/:name` : `/sdk/apps/${list}/:name`;
    const key = `app${list.charAt(0).toUpperCase()}${list.slice(1)}`;
    // The path of a connection or a webhook names no app.
    const ownerOf = (app: string | undefined, name: string | undefined) =>
      (app === undefined ? apps : [appOf(app)]).find((it) => it[list].some((c) => c.name === name));
    const find = ({ app, name }: Parameters<Handler>[0]) =>
      ownerOf(app, name)?.[list].find((it) => it.name === name) ?? missing(`${name}`);
    return {
      [`GET ${all}`]: ({ app }) => ({ [key]: appOf(app)[list].map((it) => pick(it, LISTED)) }),
      [`POST ${all}`]: ({ app }, request) => ({
        [key.slice(0, -1)]: create(appOf(app), list, request),
      }),
      [`GET ${one}`]: (names) => ({
        [key.slice(0, -1)]: { name: names.name, ...find(names).columns },
      }),
      // What is linked to has to exist.
      [`PATCH ${one}`]: (names, request) => {
        const changes = fields(request, [], ['label', 'description', 'connection', 'webhook']);
        for (const link of ['connection', 'webhook'] as const) {
          const target = changes[link];
          const known = ownerOf(names.app, names.name)?.[`${link}s`];
          if (target !== undefined && !known?.some(({ name }) => name === target))
            missing(`${link} ${target}`);
        }
        Object.assign(find(names).columns, changes);
      },
      [`PUT ${one}/(?<section>${sections})`]: (names, request) =>
        setSection(find(names), names.section, request),
    };
  }

  return (request) => {
    for (const [pattern, handler] of Object.entries(routes)) {
      const named = pattern.replaceAll(/:(\w+)/gu, '(?<$1>[\\w-]+)');
      const found = new RegExp(`^${named}$`, 'u').exec(request.route);
      if (found) return handler({ ...found.groups }, request) ?? { changed: true };
    }
    return missing(request.route);
  };
}

function missing(what: string): never {
  throw new Refusal(404, `There is no ${what}.`);
}

function pick({ name, columns }: Stored, keys: readonly string[]) {
  const all: Record<string, unknown> = { name, ...columns };
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}

/** A JSON body that has these keys, and of others only the optional ones. */
function fields(request: ApiRequest, required: readonly string[], optional: readonly string[]) {
  const body: Record<string, unknown> = JSON.parse(text(request, 'application/json'));
  const absent = required.filter((key) => body[key] === undefined);
  const unknown = Object.keys(body).filter((key) => ![...required, ...optional].includes(key));
  if (absent.length > 0 || unknown.length > 0)
    throw new Refusal(400, `Missing: ${absent}. Unknown: ${unknown}.`);
  return body;
}

function text({ contentType, body }: ApiRequest, expected: string): string {
  if (contentType !== expected) throw new Refusal(415, `The body has to be ${expected}.`);
  if (expected !== 'text/markdown') JSON.parse(body.toString());
  return body.toString();
}

function setSection({ sections }: Stored, section = '', request: ApiRequest): void {
  sections.set(
    section,
    text(request, section === 'readme' ? 'text/markdown' : 'application/jsonc'),
  );
}

/** Make names connections and webhooks after the app. */
function create(app: StoredApp, list: List, request: ApiRequest) {
  const isModule = list === 'modules';
  const isNamed = isModule || list === 'rpcs';
  const required = isModule ? ['name', 'description', 'typeId', 'moduleInitMode'] : ['type'];
  const columns = fields(
    request,
    ['label', ...(list === 'rpcs' ? ['name'] : required)],
    isModule ? ['subtype'] : [],
  );
  const name = isNamed ? String(columns.name) : `${app.name}${app[list].length || ''}`;
  if (isNamed && !/^[a-zA-Z][0-9a-zA-Z]{2,63}$/u.test(name)) throw new Refusal(400, 'Wrong name.');
  if (app[list].some((known) => known.name === name)) throw new Refusal(400, `${name} exists.`);
  if ((columns.typeId === 12) !== (columns.subtype === 'Universal'))
    throw new Refusal(400, 'Wrong subtype.');
  const links = { connection: null, webhook: null };
  app[list].push({ name, columns: { ...columns, ...links }, sections: new Map() });
  return isNamed ? { name } : columns;
}

/** An MD5 of each section, in lists with names of their own. */
function checksums({ connections, webhooks, modules, rpcs, ...app }: StoredApp) {
  const md5 = (content: string) => createHash('md5').update(content).digest('hex');
  const of = ({ name, sections }: Stored) => {
    const column = (section: string) => (section === 'readme' ? 'content' : `${section}_jsonc`);
    const sums = [...sections].map(([section, content]) => [column(section), md5(content)]);
    return { name, checksum: Object.fromEntries(sums) };
  };
  return {
    ...{ app: [of(app)], accounts: connections.map(of), hooks: webhooks.map(of) },
    ...{ modules: modules.map(of), rpcs: rpcs.map(of) },
  };
}
