/** @module Firing from the page: as Kolvera would, or deliberately odd, and what became of it. */
import { randomUUID } from 'node:crypto';
import { type EventDefinition, isObject } from '@kolvera/event-schema';
import type { Kolvera } from '../api/operation.ts';
import type { Answer } from '../delivery/post.ts';
import type { Forgery } from '../forge.ts';
import { newId, newSecret } from '../identifiers.ts';
import type { SandboxWebhook } from '../store/webhooks.ts';

/** The ways of firing, and what each is called. */
export const WAYS = {
  valid: 'As Kolvera sends it',
  twice: 'Twice: the same event again',
  disordered: 'Out of order: three events, newest first',
  renamed: 'In another dialect: type and payload',
  flat: 'Flat: without a data object',
  anonymous: 'Without an event ID',
  large: 'With a body of 5 MB',
  broken: 'As a body that is not JSON',
  forged: 'Signed with another secret',
  unsigned: 'Without a signature',
} as const;

export type Way = keyof typeof WAYS;

/** A hostile request, which no log keeps: what the endpoint said. */
interface Attack {
  readonly webhook: SandboxWebhook;
  readonly answered: number | null;
  readonly error: string | null;
}

export interface Firing {
  readonly id: string;
  /** The event's name, or how many were fired. */
  readonly what: string;
  readonly way: Way;
  readonly deliveries: readonly string[];
  readonly attacks: readonly Attack[];
  /** The data that was sent; null for the samples of all events. */
  readonly data: Record<string, unknown> | null;
}

export interface Firings {
  /** @param to the webhook that gets it, whatever it is subscribed to; all subscribers otherwise. */
  fire(
    definition: EventDefinition,
    data: Record<string, unknown>,
    way: Way,
    to: SandboxWebhook | undefined,
  ): Promise<Firing>;
  /** Fires the sample of every event. */
  fireAll(): Promise<Firing>;
  find(id: string | undefined): Firing | undefined;
}

/** How many firings are remembered. */
const KEPT = 50;

/** How many endpoints are attacked at once. */
const ATTACKED = 20;

const FIVE_MEGABYTES = 5 * 1024 * 1024;
const HOUR = 60 * 60 * 1000;

/** @param forge sends a request that no log keeps. */
export function createFirings(
  { account, catalogue, emitter, webhooks, now }: Kolvera,
  forge: (forgery: Forgery) => Promise<Answer>,
): Firings {
  const firings = new Map<string, Firing>();

  function remember(firing: Omit<Firing, 'id'>): Firing {
    const remembered = { id: randomUUID(), ...firing };
    firings.set(remembered.id, remembered);
    for (const oldest of firings.keys()) {
      if (firings.size <= KEPT) break;
      firings.delete(oldest);
    }
    return remembered;
  }

  const envelope = (event: string, data: Record<string, unknown>, at = now()) => ({
    id: newId('evt'),
    event,
    created_at: new Date(at).toISOString(),
    workspace_id: account.workspace.id,
    data,
  });

  /** The bodies to send, one after the other. */
  function bodies(name: string, data: Record<string, unknown>, way: Way): string[] {
    const event = envelope(name, data);
    const { id, created_at, workspace_id } = event;
    switch (way) {
      case 'twice':
        return [JSON.stringify(event), JSON.stringify(event)];
      case 'disordered':
        return [0, 1, 2].map((hours) => JSON.stringify(envelope(name, data, now() - hours * HOUR)));
      case 'renamed':
        return [JSON.stringify({ id, type: name, created_at, workspace_id, payload: data })];
      case 'flat': {
        const [record] = Object.values(data).filter(isObject);
        return [JSON.stringify({ event: name, created_at, workspace_id, ...(record ?? data) })];
      }
      case 'anonymous':
        return [JSON.stringify({ event: name, created_at, workspace_id, data })];
      case 'large': {
        const padding = 'x'.repeat(Math.max(0, FIVE_MEGABYTES - JSON.stringify(event).length));
        return [JSON.stringify({ ...event, data: { ...data, padding } })];
      }
      case 'broken':
        return [JSON.stringify(event).slice(0, -1)];
      default:
        return [JSON.stringify(event)];
    }
  }

  async function attack(webhook: SandboxWebhook, body: string, way: Way): Promise<Attack> {
    const signing = way === 'forged' ? { signWith: newSecret('whsec') } : {};
    try {
      const { status } = await forge({ url: webhook.url, body, ...signing });
      return { webhook, answered: status, error: null };
    } catch (error) {
      return { webhook, answered: null, error: error instanceof Error ? error.message : '' };
    }
  }

  return {
    async fire({ name }, data, way, to) {
      const targets = to ? [to.id] : webhooks.subscribers(name);
      const deliveries: string[] = [];
      const attacks: Attack[] = [];
      for (const body of bodies(name, data, way)) {
        if (way === 'forged' || way === 'unsigned') {
          const attacked = targets.slice(0, ATTACKED).flatMap((id) => webhooks.find(id) ?? []);
          attacks.push(...(await Promise.all(attacked.map((one) => attack(one, body, way)))));
        } else {
          const fired = await emitter.fireBody(name, body, to && [to.id]);
          deliveries.push(...fired.deliveries);
        }
      }
      return remember({ what: name, way, deliveries, attacks, data });
    },

    async fireAll() {
      const fired = await Promise.all(catalogue.map(({ name }) => emitter.fire(name)));
      return remember({
        what: `${catalogue.length} events`,
        way: 'valid',
        deliveries: fired.flatMap(({ deliveries }) => deliveries),
        attacks: [],
        data: null,
      });
    },

    find: (id) => (id === undefined ? undefined : firings.get(id)),
  };
}
