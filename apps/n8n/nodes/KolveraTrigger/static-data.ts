/**
 * @module What n8n keeps for this trigger between calls: the node's static data.
 *
 * n8n stores it with the workflow, unencrypted, and loads it for each call: whoever may read the
 * workflow can read it (docs/n8n.md). It is the only memory that a trigger has.
 */
import type { IDataObject } from 'n8n-workflow';

/** The webhook that this trigger has in Kolvera. */
export interface Registration {
  readonly webhookId: string;
  readonly url: string;
  /** The secret that Kolvera gave the webhook; null when the credential holds it. */
  readonly secret: string | null;
  /** Names the credential's secret when `secret` is null, so that a later one is noticed. */
  readonly secretFingerprint: string | null;
}

export function readRegistration(staticData: IDataObject): Registration | null {
  const { registration } = staticData;
  if (typeof registration !== 'object' || registration === null) return null;
  const { webhookId, url, secret, secretFingerprint } = registration as IDataObject;
  if (typeof webhookId !== 'string' || typeof url !== 'string') return null;
  return {
    webhookId,
    url,
    secret: typeof secret === 'string' ? secret : null,
    secretFingerprint: typeof secretFingerprint === 'string' ? secretFingerprint : null,
  };
}

export function saveRegistration(staticData: IDataObject, registration: Registration): void {
  staticData.registration = { ...registration };
}

export function forgetRegistration(staticData: IDataObject): void {
  delete staticData.registration;
}

/** Marks of the deliveries that have started the workflow, oldest first. */
export function readDeliveries(staticData: IDataObject): readonly string[] {
  const { deliveries } = staticData;
  if (!Array.isArray(deliveries)) return [];
  return deliveries.filter((mark): mark is string => typeof mark === 'string');
}

export function saveDeliveries(staticData: IDataObject, deliveries: readonly string[]): void {
  staticData.deliveries = [...deliveries];
}
