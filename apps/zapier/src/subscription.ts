/** @module Turning a Zap on and off: the webhook in Kolvera that belongs to it. */
import { fingerprint } from '@kolvera/signature';
import { subscribe, unsubscribe } from '@kolvera/webhook-api';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { givenText, readConnection, requireApiKey } from './connection.ts';
import { failed } from './errors.ts';
import { zapierTransport } from './transport.ts';

/** What Zapier stores with the Zap while it is on, and passes as `bundle.subscribeData`. */
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
    secret: connection.webhookSecret,
  });
  return { id, secret };
}

export async function turnOff(z: ZObject, bundle: Bundle): Promise<Record<string, never>> {
  const url = targetUrl(bundle);
  const { id } = readSubscribeData(bundle);
  await unsubscribe(zapierTransport(z, requireApiKey(readConnection(bundle))), {
    id,
    url,
    owner: ownerOf(url),
  });
  return {};
}

/** What `turnOn` returned; Zapier passes nothing while a Zap is edited. */
export function readSubscribeData(bundle: Bundle) {
  const { id, secret }: Record<string, unknown> = { ...bundle.subscribeData };
  return { id: givenText(id), secret: givenText(secret) };
}

function targetUrl(bundle: Bundle): string {
  if (bundle.targetUrl) return bundle.targetUrl;
  throw failed(
    'Zapier did not provide a URL for deliveries. Turn the Zap off and on again.',
    'no_url',
  );
}

/** A Zap is identified by its URL for deliveries: hashed, because anyone who knows it can send to it. */
function ownerOf(url: string) {
  return { connector: 'Zapier', installation: fingerprint(url).slice(-16) };
}
