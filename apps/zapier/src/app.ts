/** @module The app, made from the catalogue of events. */
import { type Catalogue, events } from '@kolvera/event-schema';
import {
  type Create,
  defineApp,
  version as platformVersion,
  type Trigger,
} from 'zapier-platform-core';
import manifest from '../package.json' with { type: 'json' };
import { authentication } from './authentication.ts';
import { verifyWebhook } from './creates/verify-webhook.ts';
import { eventTrigger } from './triggers/event-trigger.ts';
import { newEvent } from './triggers/new-event.ts';

export function kolveraApp(catalogue: Catalogue = events) {
  return defineApp({
    version: manifest.version,
    platformVersion,
    authentication,
    triggers: byKey<Trigger>([
      ...catalogue.map((definition) => eventTrigger(definition, catalogue)),
      newEvent(catalogue),
    ]),
    creates: byKey<Create>([verifyWebhook(catalogue)]),
    // Zapier's check D028 asks for it: empty values reach the app as they are.
    flags: { cleanInputData: false },
  });
}

function byKey<Part extends { key: string }>(parts: readonly Part[]): Record<string, Part> {
  return Object.fromEntries(parts.map((part) => [part.key, part]));
}
