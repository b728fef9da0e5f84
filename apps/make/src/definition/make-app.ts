/** @module A Make app as a value: its sections and components under their local ids. */
import type {
  BaseSection,
  IncomingSection,
  InstantTriggerSection,
  RequestSection,
  StepSection,
  TemplateJson,
} from './communication.ts';
import type { Parameter } from './parameter.ts';

export interface MakeApp {
  readonly base: BaseSection;
  readonly groups: readonly Group[];
  /** Markdown. */
  readonly readme: string;
  readonly connections: Readonly<Record<string, ConnectionComponent>>;
  readonly webhooks: Readonly<Record<string, WebhookComponent>>;
  readonly rpcs: Readonly<Record<string, RpcComponent>>;
  readonly modules: Readonly<Record<string, ModuleComponent>>;
}

/** Modules under a heading in Make's list; only for apps with many modules. */
export interface Group {
  readonly label: string;
  readonly modules: readonly string[];
}

export interface ConnectionComponent {
  readonly label: string;
  readonly connectionType: 'basic';
  /** The request that tests it; `{}` where there is nothing to ask. */
  readonly communication:
    | RequestSection
    | { readonly url?: undefined; readonly response?: undefined };
  readonly params: readonly Parameter[];
}

/** A dedicated webhook. Without `attached`, the user brings its URL to Kolvera. */
export interface WebhookComponent {
  readonly label: string;
  readonly webhookType: 'web';
  readonly communication: IncomingSection;
  readonly params: readonly Parameter[];
  readonly attached?: {
    readonly connection: string;
    readonly attach: RequestSection;
    readonly detach: RequestSection;
  };
}

/** A request that fills in a form: the options of a select. */
export interface RpcComponent {
  readonly label: string;
  readonly connection: string;
  readonly communication: RequestSection;
  readonly params: readonly Parameter[];
}

export type ModuleComponent = InstantTriggerModule | ActionModule | UniversalModule;

interface ModuleTexts {
  /** Sentence case. */
  readonly label: string;
  readonly description: string;
  readonly interface: readonly Parameter[];
  readonly samples: { readonly [key: string]: TemplateJson };
}

export interface InstantTriggerModule extends ModuleTexts {
  readonly moduleType: 'instant_trigger';
  readonly webhook: string;
  readonly communication: InstantTriggerSection;
  readonly staticParams: readonly Parameter[];
}

export interface UniversalModule extends ModuleTexts {
  readonly moduleType: 'universal';
  readonly connection: string;
  readonly communication: RequestSection;
  readonly staticParams: readonly Parameter[];
  readonly mappableParams: readonly Parameter[];
}

/** A module that computes and sends no request, in steps. */
export interface ActionModule extends ModuleTexts {
  readonly moduleType: 'action';
  readonly actionCrud: 'read';
  readonly connection: string;
  readonly communication: readonly StepSection[];
  readonly staticParams: readonly Parameter[];
  readonly mappableParams: readonly Parameter[];
}
