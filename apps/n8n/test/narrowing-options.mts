import type { NarrowedTo } from '@kolvera/delivery';
import type { INodeParameters } from 'n8n-workflow';

/** A narrowed choice of events as the node keeps it. */
export function optionsOf(narrowedTo: NarrowedTo): INodeParameters {
  return Object.fromEntries(
    Object.entries(narrowedTo).map(([name, values]) => [name, [...values]]),
  );
}
