/** @module makecomapp.json, the manifest of Make's local development. */

/** The manifest has all of them, used or not. */
export type ComponentType = 'connection' | 'webhook' | 'module' | 'rpc' | 'function' | 'endpoint';

export interface ComponentEntry {
  readonly codeFiles: Readonly<Record<string, string>>;
  readonly label: string;
  readonly description?: string;
  readonly connectionType?: 'basic';
  readonly webhookType?: 'web';
  readonly moduleType?: 'instant_trigger' | 'universal';
  readonly connection?: string | null;
  readonly altConnection?: null;
  readonly webhook?: string | null;
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
  /** Where a developer's VS Code deploys to; each developer's own, and never committed. */
  readonly origins: readonly [];
}
