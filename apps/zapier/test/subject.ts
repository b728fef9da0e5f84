/** @module The Zapier app as conformance drives it: the built zip under a stand-in for Zapier. */
import type { Subject } from '@kolvera/conformance';
import { events, type KolveraEvent } from '@kolvera/event-schema';
import { triggerKey } from '../src/triggers/event-trigger.ts';
import { NEW_EVENT_KEY } from '../src/triggers/new-event.ts';
import { startZapier } from './zapier/stand-in.ts';

const subject: Subject = {
  name: 'Zapier (built app)',
  order: 2,
  guide: 'zapier.md',
  limits: {
    'rejection-answered':
      'Zapier answers 200 before the app sees the request, so a sender never learns of a rejection.',
    'rotation-loses-nothing':
      'Zapier answers 200 before the app sees the request, so Kolvera does not send it again.',
    'repeated-delivery':
      'A choice: Zapier’s own memory cannot be cleared when a run is lost, and losing is worse than doubling. Compare the id in a later step.',
  },
  async start({ baseUrl }) {
    const zapier = await startZapier({ KOLVERA_API_URL: baseUrl });
    return {
      async connect(apiKey) {
        await zapier.connect({ api_key: apiKey });
      },
      async subscribe(names, { campaigns, changedFields } = {}) {
        const [only, another] = names;
        const own = another === undefined && events.find(({ name }) => name === only);
        const input = {
          ...(campaigns && { campaigns }),
          ...(changedFields && { changed_fields: changedFields }),
        };
        const url = own
          ? await zapier.turnOn(triggerKey(own.name), input)
          : await zapier.turnOn(NEW_EVENT_KEY, {
              ...input,
              ...(!names.includes('*') && { events: names }),
            });
        return { url };
      },
      unsubscribe: () => zapier.turnOff(),
      async useSecret(secret) {
        zapier.changeConnection({ webhook_secret: secret });
      },
      async received() {
        return (await zapier.runs()).flatMap(({ items }) => items as KolveraEvent[]);
      },
      traces: () => zapier.traces(),
      stop: () => zapier.stop(),
    };
  },
};

export default subject;
