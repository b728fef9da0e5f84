/** @module Firing from the page: as Kolvera would, or deliberately wrong. */
import { type EventDefinition, isObject } from '@kolvera/event-schema';
import type { Kolvera } from '../api/operation.ts';
import type { EndpointResponse } from '../delivery/post.ts';
import type { Forgery } from '../forge.ts';
import { newId, newSecret } from '../identifiers.ts';
import type { SandboxWebhook } from '../store/webhooks.ts';

/** The ways of firing, and what each is called. */
export const WAYS = {
  valid: 'As Kolvera sends it',
  twice: 'Twice: the same event again',
  disordered: 'Out of order: three events, newest first',
  flat: 'Flat: without a data object',
  anonymous: 'Without an event ID',
  large: 'With a body of 5 MB',
  broken: 'With a body that is not JSON',
  forged: 'Signed with another secret',
  unsigned: 'Without a signature',
} as const;

export type Way = keyof typeof WAYS;

/** A forged delivery, which is not logged, and the endpoint's response. */
interface Attack {
  readonly webhook: SandboxWebhook;
  readonly status: number | null;
  readonly error: string | null;
}

export interface Firing {
  /** The event's name, or how many were fired. */
  readonly what: string;
  readonly way: Way;
  /** The deliveries' IDs. */
  readonly deliveries: readonly string[];
  readonly attacks: readonly Attack[];
  /** The data that was sent; null for the samples of all events. */
  readonly data: Record<string, unknown> | null;
}

const FIVE_MEGABYTES = 5 * 1024 * 1024;
const HOUR = 60 * 60 * 1000;

/** @param forge sends a forged delivery. */
export function createFirings(
  { account, catalogue, emitter, webhooks, now }: Kolvera,
  forge: (forgery: Forgery) => Promise<EndpointResponse>,
) {
  const envelope = (event: string, data: Record<string, unknown>, at = now()) => ({
    id: newId('evt'),
    event,
    created_at: new Date(at).toISOString(),
    workspace_id: account.workspace.id,
    data,
  });

  /** The bodies to send, in this order. */
  function bodies(name: string, data: Record<string, unknown>, way: Way): string[] {
    const event = envelope(name, data);
    const { created_at, workspace_id } = event;
    switch (way) {
      case 'twice':
        return [JSON.stringify(event), JSON.stringify(event)];
      case 'disordered':
        return [0, 1, 2].map((hours) => JSON.stringify(envelope(name, data, now() - hours * HOUR)));
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
      return { webhook, status, error: null };
    } catch (error) {
      return { webhook, status: null, error: error instanceof Error ? error.message : '' };
    }
  }

  return {
    /** @param to the webhook to send to, whatever it is subscribed to; default: every subscriber. */
    async fire(
      { name }: EventDefinition,
      data: Record<string, unknown>,
      way: Way,
      to: SandboxWebhook | undefined,
    ): Promise<Firing> {
      const targets = to ? [to.id] : webhooks.subscribers(name);
      const deliveries: string[] = [];
      const attacks: Attack[] = [];
      for (const body of bodies(name, data, way)) {
        if (way === 'forged' || way === 'unsigned') {
          const attacked = targets.flatMap((id) => webhooks.find(id) ?? []);
          attacks.push(...(await Promise.all(attacked.map((one) => attack(one, body, way)))));
        } else {
          deliveries.push(
            ...(await emitter.fireBody(name, body, { recipients: targets })).deliveries,
          );
        }
      }
      return { what: name, way, deliveries, attacks, data };
    },

    /** Fires the sample of every event. */
    async fireAll(): Promise<Firing> {
      const fired = await Promise.all(catalogue.map(({ name }) => emitter.fire(name)));
      return {
        what: `${catalogue.length} events`,
        way: 'valid',
        deliveries: fired.flatMap(({ deliveries }) => deliveries),
        attacks: [],
        data: null,
      };
    },
  };
}
