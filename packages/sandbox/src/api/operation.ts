/** @module The operations of the webhook API, as the contract names them. */
import type { Catalogue } from '@kolvera/event-schema';
import type { Emitter } from '../emitter.ts';
import type { DeliveryStore } from '../store/deliveries.ts';
import type { EventStore } from '../store/events.ts';
import type { WebhookStore } from '../store/webhooks.ts';
import type { Account } from '../store/workspace.ts';
import type { Input } from './input.ts';

/** What the operations work on. */
export interface Kolvera {
  readonly account: Account;
  readonly catalogue: Catalogue;
  readonly webhooks: WebhookStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly emitter: Emitter;
  /** Milliseconds since 1970. */
  now(): number;
  /** Sends what a webhook is owed. */
  wake(webhookId: string): void;
}

/** A request whose path, query and body have the members that the operation names. */
export interface OperationRequest {
  /** A parameter of the path. */
  param(name: string): string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: Input;
}

export interface OperationAnswer {
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: unknown;
}

export interface Operation {
  /** The operation's id in openapi.yaml. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base address, with parameters as `:name`. */
  readonly path: string;
  readonly query?: readonly string[];
  /** The keys that its body may have. Without them it takes no body. */
  readonly bodyKeys?: readonly string[];
  /** @throws Problem, UrlTakenError */
  run(request: OperationRequest, kolvera: Kolvera): OperationAnswer | Promise<OperationAnswer>;
}
