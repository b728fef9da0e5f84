/** @module makecomapp.json, the manifest of Make's local development. */

/** The manifest has all of them, used or not. */
export type ComponentType = 'connection' | 'webhook' | 'module' | 'rpc' | 'function' | 'endpoint';

export interface ComponentEntry {
  readonly codeFiles: Readonly<Record<string, string>>;
  readonly label: string;
  readonly description?: string;
  readonly connectionType?: 'basic';
  readonly webhookType?: 'web';
  readonly moduleType?: 'instant_trigger' | 'action' | 'universal';
  readonly actionCrud?: 'read';
  readonly connection?: string | null;
  readonly altConnection?: null;
  readonly webhook?: string | null;
}

/** Make's names of components, by their types; a pair for each. */
export type ComponentIds = Readonly<
  Partial<
    Record<
      ComponentType,
      readonly { readonly local: string | null; readonly remote: string | null }[]
    >
  >
>;

/** Where the app was deployed to. */
export interface Origin {
  readonly label?: string;
  readonly baseUrl: string;
  /** Make's name of the app. */
  readonly appId: string;
  readonly appVersion: number;
  readonly apikeyFile: string;
  readonly idMapping?: ComponentIds;
}

export interface Manifest {
  readonly fileVersion: 1;
  readonly generalCodeFiles: {
    readonly base: string;
    /** Data that all users share; this app has none. */
    readonly common: null;
    readonly groups: string;
    readonly readme: string;
  };
  readonly components: Readonly<Record<ComponentType, Readonly<Record<string, ComponentEntry>>>>;
  /** Kept by a deployment and by Make's VS Code extension. */
  readonly origins: readonly Origin[];
}
