/** @module Turning a Zap on and off: the webhook in Kolvera that belongs to it. */
import { fingerprint } from '@kolvera/signature';
import { subscribe, unsubscribe } from '@kolvera/webhook-api';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { givenText, readConnection, requireApiKey } from './connection.ts';
import { failed } from './errors.ts';
import type { Wanted } from './event-types.ts';
import { zapierTransport } from './transport.ts';

/** What Zapier keeps with the Zap while it is on, and hands back as `bundle.subscribeData`. */
export interface SubscribeData {
  readonly id: string;
  readonly secret: string;
}

/** @param title what the webhook is for, shown in Kolvera. */
export async function turnOn(
  z: ZObject,
  bundle: Bundle,
  wanted: Wanted,
  title: string,
): Promise<SubscribeData> {
  const connection = readConnection(bundle);
  const url = targetUrl(bundle);
  const { id, secret } = await subscribe(zapierTransport(z, requireApiKey(connection)), {
    url,
    events: wanted ?? [],
    owner: ownerOf(url),
    title,
    ...(connection.webhookSecret !== undefined && { secret: connection.webhookSecret }),
  });
  return { id, secret };
}

export async function turnOff(z: ZObject, bundle: Bundle): Promise<Record<string, never>> {
  const url = targetUrl(bundle);
  const { id } = readSubscribeData(bundle);
  await unsubscribe(zapierTransport(z, requireApiKey(readConnection(bundle))), {
    url,
    owner: ownerOf(url),
    ...(id !== undefined && { id }),
  });
  return {};
}

/** The secrets with which a delivery to this Zap may be signed. */
export function secretsOf(bundle: Bundle): readonly string[] {
  const candidates = [readSubscribeData(bundle).secret, readConnection(bundle).webhookSecret];
  return [...new Set(candidates.filter((secret) => secret !== undefined))];
}

function readSubscribeData(bundle: Bundle): { id: string | undefined; secret: string | undefined } {
  const data: Record<string, unknown> = { ...bundle.subscribeData };
  return { id: givenText(data.id), secret: givenText(data.secret) };
}

function targetUrl(bundle: Bundle): string {
  if (bundle.targetUrl) return bundle.targetUrl;
  throw failed('Zapier gave no address for deliveries. Turn the Zap off and on again.', 'no_url');
}

/**
 * A Zap is known by its address for deliveries, which Zapier hands over when turning on and off.
 * Hashed, because whoever knows the address can send to it.
 */
function ownerOf(url: string) {
  return { connector: 'Zapier', installation: fingerprint(url).slice(-16) };
}
