/**
 * @module What this process remembers of a trigger beside n8n's static data.
 *
 * n8n loads the static data for each delivery and writes it back whole. Deliveries at the same moment
 * would overwrite each other's marks, and one that was loaded before the workflow was republished would
 * write back the previous webhook, with its old secret. What this process knows is exact, and is written
 * into the static data each time, which carries it over a restart.
 */
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { DeliveryMemory, type Mark } from './delivery-memory.ts';
import {
  forgetRegistration,
  type Registration,
  readDeliveries,
  saveDeliveries,
  saveRegistration,
} from './static-data.ts';

/**
 * How many deliveries are remembered over a restart. n8n writes the whole static data at each
 * delivery, so this bounds what it writes (20 KB).
 */
const REMEMBERED_OVER_A_RESTART = 500;

interface TriggerMemory {
  readonly deliveries: DeliveryMemory;
  /** The webhook in Kolvera; null when it was removed; undefined when n8n has restarted since. */
  registration?: Registration | null;
}

/** By the URL at which n8n receives the trigger's deliveries: no two triggers have the same. */
const memories = new Map<string, TriggerMemory>();

export function memoryOf(context: IHookFunctions | IWebhookFunctions): TriggerMemory {
  const url = context.getNodeWebhookUrl('default') ?? '';
  const memory = memories.get(url) ?? { deliveries: new DeliveryMemory() };
  memories.set(url, memory);
  return memory;
}

/** Takes over what static data has from before a restart, or from another process. */
export function recall({ deliveries }: TriggerMemory, staticData: IDataObject): void {
  deliveries.recall(readDeliveries(staticData));
}

/** Brings static data up to date, unless it has this delivery already. */
export function persist(memory: TriggerMemory, staticData: IDataObject, mark: Mark): void {
  if (readDeliveries(staticData).includes(mark)) return;
  saveDeliveries(staticData, memory.deliveries.newest(REMEMBERED_OVER_A_RESTART));
  if (memory.registration === null) forgetRegistration(staticData);
  else if (memory.registration !== undefined) saveRegistration(staticData, memory.registration);
}
