/**
 * @module A strict Kolvera in memory, as a transport: it refuses requests that the contract does
 * not have, keeps webhooks, and fails where a test plants a fault, before or after the change.
 */
import type { ApiRequest, ApiResponse, CreatedWebhook, Json, Transport } from '../src/index.ts';

/**
 * - `refused`: 503 before anything was done
 * - `lost`: the connection breaks before anything was done
 * - `lost_after`: the change is made, and the connection breaks
 * - `garbled_after`: the change is made, and the answer is a proxy's HTML page with status 200
 * - `hang`: nothing is done and nothing comes; the signal is ignored
 * - `hang_after`: the change is made, and nothing comes; the signal is ignored
 */
export type Fault = 'refused' | 'lost' | 'lost_after' | 'garbled_after' | 'hang' | 'hang_after';

export interface StoredWebhook extends CreatedWebhook {
  readonly secret: string;
}

export interface FakeKolveraOptions {
  /** Entries on a page, whatever the request asks for. */
  readonly pageSize?: number;
  /** Answers without a secret, and has no rotation. */
  readonly withholdsSecrets?: boolean;
  /** Says in a 409 which webhook has the URL. */
  readonly namesConflicts?: boolean;
  /** Makes webhooks disabled, so that they have to be enabled. */
  readonly makesDisabled?: boolean;
  /** Does not enable a disabled webhook. */
  readonly keepsDisabled?: boolean;
  /** Whether a URL may be registered twice. */
  readonly allowsDuplicates?: boolean;
}

type Hook = (request: ApiRequest) => void | Promise<void>;

export class FakeKolvera {
  readonly webhooks = new Map<string, StoredWebhook>();
  /** `createWebhook`, `deleteWebhook w1`, … in the order of arrival. */
  readonly calls: string[] = [];
  readonly #options: Required<FakeKolveraOptions>;
  readonly #faults: { fault: Fault | null; operation: string | undefined }[] = [];
  #before: Hook = () => {};
  #made = 0;

  constructor(options: FakeKolveraOptions = {}) {
    this.#options = {
      pageSize: 100,
      withholdsSecrets: false,
      namesConflicts: true,
      makesDisabled: false,
      keepsDisabled: false,
      allowsDuplicates: false,
      ...options,
    };
  }

  /** Puts a webhook there as if it had been made before. */
  seed(webhook: Partial<StoredWebhook> & { readonly url: string }): StoredWebhook {
    this.#made += 1;
    const stored: StoredWebhook = {
      id: `w${this.#made}`,
      events: ['*'],
      description: null,
      status: 'active',
      created_at: '2026-07-01T09:00:00Z',
      secret: `secret-${this.#made}`,
      ...webhook,
    };
    this.webhooks.set(stored.id, stored);
    return stored;
  }

  /** The next request (of this operation) meets the fault, or with null none. */
  plant(fault: Fault | null, operation?: string): void {
    this.#faults.push({ fault, operation });
  }

  forgetFaults(): void {
    this.#faults.length = 0;
  }

  /** Runs before each request is worked on: what happens in between. */
  before(hook: Hook): void {
    this.#before = hook;
  }

  /** Runs once, when the first request of the operation has arrived and is not worked on yet. */
  onFirst(operation: string, happens: () => void): void {
    const before = this.#before;
    let first = true;
    this.before(async (request) => {
      await before(request);
      if (!first || request.operation !== operation) return;
      first = false;
      happens();
    });
  }

  at(url: string): StoredWebhook[] {
    return [...this.webhooks.values()].filter((webhook) => webhook.url === url);
  }

  readonly transport: Transport = async (request) => {
    this.calls.push([request.operation, ...Object.values(request.pathParams)].join(' '));
    await this.#before(request);
    const fault = this.#takeFault(request.operation);
    if (fault === 'refused') return problem(503, {});
    if (fault === 'lost') throw new Error('socket hang up');
    if (fault === 'hang') return never();
    const answer = this.#answer(request);
    if (fault === 'lost_after') throw new Error('socket hang up');
    if (fault === 'hang_after') return never();
    if (fault === 'garbled_after') {
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>OK</h1>' };
    }
    return answer;
  };

  #takeFault(operation: string): Fault | null | undefined {
    const index = this.#faults.findIndex((planted) =>
      [undefined, operation].includes(planted.operation),
    );
    return index < 0 ? undefined : this.#faults.splice(index, 1)[0]?.fault;
  }

  #answer(request: ApiRequest): ApiResponse {
    const { id = '' } = request.pathParams;
    switch (request.operation) {
      case 'listWebhooks':
        return this.#list(request);
      case 'createWebhook':
        return this.#create(request);
      case 'getWebhook':
        return this.#with(id, (webhook) => json(200, withoutSecret(webhook)));
      case 'updateWebhook':
        return this.#with(id, (webhook) => {
          const changed = { ...webhook, ...request.body };
          if (this.#options.keepsDisabled) changed.status = webhook.status;
          this.webhooks.set(id, changed);
          return json(200, withoutSecret(changed));
        });
      case 'deleteWebhook':
        return this.#with(id, () => {
          this.webhooks.delete(id);
          return { status: 204, headers: {}, body: '' };
        });
      case 'rotateSecret':
        return this.#with(id, (webhook) => {
          if (this.#options.withholdsSecrets) return problem(404, {});
          const secret = `${webhook.secret}+`;
          this.webhooks.set(id, { ...webhook, secret });
          return json(200, { secret });
        });
      default:
        throw new RangeError(`No such operation: ${request.operation}`);
    }
  }

  #list({ query }: ApiRequest): ApiResponse {
    const start = Number(query.cursor ?? 0);
    const end = start + Math.min(Number(query.limit), this.#options.pageSize);
    const all = [...this.webhooks.values()].map(withoutSecret);
    return json(200, {
      data: all.slice(start, end),
      next_cursor: end < all.length ? String(end) : null,
    });
  }

  #create({ body = {} }: ApiRequest): ApiResponse {
    const { url, events, description } = body;
    if (typeof url !== 'string' || !Array.isArray(events) || typeof description !== 'string') {
      throw new TypeError('createWebhook has a body that the contract does not have');
    }
    const existing = this.at(url)[0];
    if (existing !== undefined && !this.#options.allowsDuplicates) {
      return problem(409, this.#options.namesConflicts ? { id: existing.id } : {});
    }
    const status = this.#options.makesDisabled ? 'disabled' : 'active';
    const { secret, ...webhook } = this.seed({
      url,
      events: events.map(String),
      description,
      status,
    });
    return json(201, this.#options.withholdsSecrets ? webhook : { ...webhook, secret });
  }

  #with(id: string, answer: (webhook: StoredWebhook) => ApiResponse): ApiResponse {
    const webhook = this.webhooks.get(id);
    return webhook === undefined ? problem(404, {}) : answer(webhook);
  }
}

function withoutSecret({ secret: _, ...webhook }: StoredWebhook) {
  return webhook;
}

function json(status: number, body: Json): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function problem(status: number, extensions: { readonly [key: string]: Json }): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title: 'Problem', status, ...extensions }),
  };
}

function never(): Promise<never> {
  return new Promise(() => {});
}
