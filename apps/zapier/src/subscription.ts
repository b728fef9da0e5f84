/** @module Turning a Zap on and off: the webhook in Kolvera that belongs to it. */
import { fingerprint } from '@kolvera/signature';
import { subscribe, unsubscribe } from '@kolvera/webhook-api';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { givenText, readConnection, requireApiKey } from './connection.ts';
import { failed } from './errors.ts';
import { zapierTransport } from './transport.ts';

/** What Zapier keeps with the Zap while it is on, and hands back as `bundle.subscribeData`. */
export interface SubscribeData {
  readonly id: string;
  readonly secret: string;
}

/**
 * @param events names of event types; none means all.
 * @param title what the webhook is for, shown in Kolvera.
 */
export async function turnOn(
  z: ZObject,
  bundle: Bundle,
  events: readonly string[],
  title: string,
): Promise<SubscribeData> {
  const connection = readConnection(bundle);
  const url = targetUrl(bundle);
  const { id, secret } = await subscribe(zapierTransport(z, requireApiKey(connection)), {
    url,
    events,
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

/** What `turnOn` gave; Zapier hands it over empty while a Zap is edited. */
export function readSubscribeData(bundle: Bundle): Partial<SubscribeData> {
  const data: Record<string, unknown> = { ...bundle.subscribeData };
  const [id, secret] = [givenText(data.id), givenText(data.secret)];
  return { ...(id !== undefined && { id }), ...(secret !== undefined && { secret }) };
}

function targetUrl(bundle: Bundle): string {
  if (bundle.targetUrl) return bundle.targetUrl;
  throw failed('Zapier gave no URL for deliveries. Turn the Zap off and on again.', 'no_url');
}

/**
 * A Zap is known by its address for deliveries, which Zapier hands over when turning on and off.
 * Hashed, because whoever knows the address can send to it.
 */
function ownerOf(url: string) {
  return { connector: 'Zapier', installation: fingerprint(url).slice(-16) };
}
