/** @module What the stand-in keeps of an app, under the names that Make would choose. */
import { createHash } from 'node:crypto';

export interface StoredComponent {
  readonly name: string;
  /** Columns: `label`, `typeId`, `connection`, …. */
  readonly columns: Record<string, string | number | null>;
  /** Section texts by their names in the API. */
  readonly sections: Map<string, string>;
}

export type Collection = 'connections' | 'rpcs' | 'webhooks' | 'modules';

export interface StoredApp {
  readonly name: string;
  readonly columns: Record<string, string | number | null>;
  readonly sections: Map<string, string>;
  icon: Buffer | undefined;
  readonly connections: StoredComponent[];
  readonly rpcs: StoredComponent[];
  readonly webhooks: StoredComponent[];
  readonly modules: StoredComponent[];
}

export function newApp(name: string, columns: StoredApp['columns']): StoredApp {
  const lists = { connections: [], rpcs: [], webhooks: [], modules: [] };
  return { name, columns, sections: new Map(), icon: undefined, ...lists };
}

/** Make's answer to GET …/checksum: an MD5 per column; the texts' columns end in `_jsonc`. */
export function checksums(app: StoredApp) {
  const one = ({ name, columns, sections }: Pick<StoredApp, 'name' | 'columns' | 'sections'>) => ({
    name,
    checksum: Object.fromEntries([
      ...Object.entries(columns).map(([key, value]) => [
        key,
        value === null ? null : md5(String(value)),
      ]),
      ...[...sections].map(([section, text]) => [
        section === 'readme' ? 'content' : `${section}_jsonc`,
        md5(text),
      ]),
    ]),
  });
  return {
    app: [one(app)],
    accounts: app.connections.map(one),
    hooks: app.webhooks.map(one),
    modules: app.modules.map(one),
    rpcs: app.rpcs.map(one),
    functions: [],
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
