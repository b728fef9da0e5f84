/** @module The operations of the webhook API: the contract says what each takes and answers. */
import type { Catalogue } from '@kolvera/event-schema';
import * as contract from '@kolvera/webhook-api/operations';
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

/** A request whose path, query and body have only the members that the operation names. */
export interface OperationRequest {
  /** A parameter of the path. */
  param(name: string): string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: Input;
}

/** Does what is asked and gives the answer's body. @throws Problem, UrlTakenError */
type Run<Answer> = (request: OperationRequest, kolvera: Kolvera) => Answer | Promise<Answer>;

export interface Operation {
  /** The operation's id in openapi.yaml. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base address, with parameters as `:name`. */
  readonly path: string;
  /** The status of success. */
  readonly status: 200 | 201 | 202 | 204;
  readonly query: readonly string[];
  /** The keys that its body may have. Without them it takes no body. */
  readonly bodyKeys?: readonly string[];
  readonly run: Run<unknown>;
}

type Contract = typeof contract;
type AnswerOf<O extends contract.Operation> = O['answer'] extends {
  readonly read: (...input: never) => infer Answer;
}
  ? Answer
  : undefined;

/** A handler for each operation of the contract; one that is missing does not compile. */
export type Handlers = { readonly [Id in keyof Contract]: Run<AnswerOf<Contract[Id]>> };

/** The operations of the contract, to be served. */
export function contractedOperations(handlers: Handlers): readonly Operation[] {
  return Object.values(contract).map((operation: contract.Operation & { id: keyof Contract }) => {
    const { id, method, path, status, query = [], body } = operation;
    return {
      id,
      method,
      path: path.replace(/\{(\w+)\}/g, ':$1'),
      status,
      query,
      ...(body && { bodyKeys: Object.keys(Object(body.schema.properties)) }),
      run: handlers[id],
    };
  });
}
