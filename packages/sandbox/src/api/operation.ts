/** @module The operations of the webhook API, as the contract defines their requests and responses. */
import type { Catalogue } from '@kolvera/event-schema';
import * as contract from '@kolvera/webhook-api/operations';
import type { Emitter } from '../emitter.ts';
import type { DeliveryLog } from '../store/deliveries.ts';
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
  readonly deliveries: DeliveryLog;
  readonly emitter: Emitter;
  /** Milliseconds since 1970. */
  now(): number;
  /** Sends the deliveries that are due. */
  wake(): void;
}

/** A request whose path, query and body have only the members that the operation declares. */
export interface OperationRequest {
  /** A parameter of the path. */
  param(name: string): string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: Input;
}

/** Does what is asked. @returns the response's body. @throws Problem, UrlTakenError */
type Run<Body> = (request: OperationRequest, kolvera: Kolvera) => Body | Promise<Body>;

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base address, with parameters as `:name`. */
  readonly path: string;
  /** The status of success. */
  readonly status: 200 | 201 | 202 | 204;
  readonly query: readonly string[];
  /** The keys that its body may have. Without them it accepts no body. */
  readonly bodyKeys?: readonly string[];
  readonly run: Run<unknown>;
}

type Contract = typeof contract;
type BodyOf<O extends contract.Operation> = O['answer'] extends {
  readonly read: (...input: never) => infer Body;
}
  ? Body
  : undefined;

/** A handler for each operation of the contract; a missing one does not compile. */
export type Handlers = { readonly [Id in keyof Contract]: Run<BodyOf<Contract[Id]>> };

/** The operations of the contract, to be served. */
export function contractedOperations(handlers: Handlers): readonly Operation[] {
  return Object.values(contract).map((operation: contract.Operation & { id: keyof Contract }) => {
    const { id, method, path, status, query = [], body } = operation;
    return {
      method,
      path: path.replace(/\{(\w+)\}/g, ':$1'),
      status,
      query,
      ...(body && { bodyKeys: Object.keys(Object(body.schema.properties)) }),
      run: handlers[id],
    };
  });
}
