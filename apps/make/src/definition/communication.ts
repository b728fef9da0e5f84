/**
 * @module Requests and responses in a Make definition: what an `api`, `attach`, `detach` or `base`
 * section may hold, as far as this app uses it.
 *
 * Source: the imljson schemas of Make's VS Code extension (integromat/vscode-apps-sdk 2.8.0). The
 * types forbid what they can; src/validation checks the rest.
 */

/** A text that may hold `{{…}}`. */
export type Template = string;

export type TemplateJson =
  | Template
  | number
  | boolean
  | null
  | readonly TemplateJson[]
  | { readonly [key: string]: TemplateJson };

/** Flat: a header or a query parameter has no collection for a value. */
export type FlatTemplates = { readonly [key: string]: Template | number | boolean | null };

export type ErrorType =
  | 'RuntimeError'
  | 'DataError'
  | 'RateLimitError'
  | 'OutOfSpaceError'
  | 'ConnectionError'
  | 'InvalidConfigurationError'
  | 'InvalidAccessTokenError'
  | 'IncompleteDataError'
  | 'DuplicateDataError';

export interface ErrorMessage {
  readonly type: ErrorType;
  readonly message: Template;
}

/** What the user reads; the keys of `byStatus` are statuses (`401`). */
export type ErrorSection = ErrorMessage & { readonly [status: `${number}`]: ErrorMessage };

export interface LogSection {
  /** Paths that Make leaves out of its logs: `request.headers.authorization`. */
  readonly sanitize: readonly string[];
}

export interface ResponseSection {
  readonly valid?: Template;
  readonly error?: ErrorSection;
  /** The items that `output` is made of, each as `item`; only in an RPC. */
  readonly iterate?: Template;
  /** How many items there are at most. */
  readonly limit?: number;
  readonly output?: TemplateJson;
  /** Kept with the connection or the webhook. */
  readonly data?: { readonly [key: string]: Template };
  /** What a connection is called in Make. */
  readonly metadata?: { readonly type: 'text' | 'email'; readonly value: Template };
  readonly uid?: Template;
}

export interface RequestSection {
  readonly url: Template;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | `{{${string}}}`;
  readonly headers?: FlatTemplates;
  readonly qs?: FlatTemplates;
  readonly type?: 'json' | 'text';
  readonly body?: TemplateJson;
  readonly followRedirects?: boolean;
  readonly followAllRedirects?: boolean;
  readonly response?: ResponseSection;
  readonly log?: LogSection;
}

/** What all requests of the app's modules share. */
export interface BaseSection {
  readonly baseUrl: Template;
  readonly headers: FlatTemplates;
  /** Milliseconds. */
  readonly timeout: number;
  readonly response: Pick<ResponseSection, 'error'>;
  readonly log: LogSection;
}

export interface RespondSection {
  readonly status: number;
  readonly type: 'json';
  readonly body: TemplateJson;
}

/** What happens to a delivery: Make's "incoming communication". */
export interface IncomingSection {
  /** If true, Make responds with the `respond` in it and stops. */
  readonly verification: { readonly condition: Template; readonly respond: RespondSection };
  /** If false, Make responds 200 "Accepted" and creates no bundle. */
  readonly condition: Template;
  readonly respond: RespondSection;
  readonly output: TemplateJson;
}

export type Variables = { readonly [name: string]: TemplateJson };

/** An instant trigger's own communication, without a request: what becomes of the `payload`. */
export interface InstantTriggerSection {
  /** Variables, set before everything else. Make merges them into those of the last event. */
  readonly temp?: Variables;
  readonly response: { readonly temp?: Variables; readonly output: TemplateJson };
}

/** A step of an action that sends no request. */
export interface StepSection {
  readonly temp?: Variables;
  readonly response?: {
    readonly valid?: Template;
    readonly error?: ErrorMessage;
    readonly temp?: Variables;
    readonly output?: TemplateJson;
  };
}
