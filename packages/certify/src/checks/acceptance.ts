/** @module Accepts everything that Kolvera sends, however it is serialised. */
import { events } from '@kolvera/event-schema';
import { broken, type Check, type Finding, KEPT } from '../check.ts';
import { isAccepted } from '../endpoint-client.ts';
import type { FaultCode } from '../fault.ts';
import { freshBody } from '../fresh-event.ts';

/** Every body has to be accepted. */
function accepts(
  id: string,
  promise: string,
  fault: FaultCode,
  bodies: () => Readonly<Record<string, string>>,
): Check {
  return {
    id,
    promise,
    async run({ endpoint }): Promise<Finding> {
      for (const [what, body] of Object.entries(bodies())) {
        const answer = await endpoint.deliver(body);
        if (!isAccepted(answer)) return broken(fault, `${what}: ${answer.outcome}`);
      }
      return KEPT;
    },
  };
}

const written = (write: (event: unknown) => string) => write(JSON.parse(freshBody()));

export const acceptance: readonly Check[] = [
  {
    id: 'genuine-delivery',
    promise: 'A genuine delivery is accepted.',
    async run({ endpoint }) {
      const answer = await endpoint.deliver(freshBody());
      if (answer.status === null) return broken('unreachable', answer.outcome);
      return isAccepted(answer) ? KEPT : broken('refuses_genuine', answer.outcome);
    },
  },
  accepts('every-event', 'Every type of event is accepted.', 'refuses_some_events', () =>
    Object.fromEntries(events.map(({ name }) => [name, freshBody(name)])),
  ),
  accepts(
    'later-event',
    'An event type that Kolvera adds later is accepted.',
    'refuses_unknown_events',
    () => ({
      'contact.celebrated': freshBody().replace('"contact.created"', '"contact.celebrated"'),
    }),
  ),
  accepts('exact-bytes', 'JSON is verified byte for byte.', 'parses_first', () => ({
    'indented JSON': written((event) => JSON.stringify(event, null, 2)),
    'escaped slashes': freshBody('contact.created', { note: 'a/b' }).replaceAll('/', '\\/'),
    'a number written 1.0': freshBody('contact.created', { score: 1 }).replace(
      '"score":1',
      '"score":1.0',
    ),
    'a newline at the end': `${freshBody()}\n`,
  })),
  accepts('any-text', 'Accents, other scripts and emoji are accepted.', 'decodes_body', () => ({
    'a name outside ASCII': freshBody('contact.created', {
      contact: { name: 'Zoë Nguyễn-Ōkubo 🦘 東京' },
    }),
  })),
  accepts('large-event', 'An event of 600 KB is accepted.', 'limits_body', () => ({
    '150 KB': freshBody('contact.updated', { contact: { notes: 'n'.repeat(150_000) } }),
    '600 KB': freshBody('contact.updated', { contact: { notes: 'n'.repeat(600_000) } }),
  })),
  {
    id: 'answered-in-time',
    promise: 'Responses come in time.',
    async run({ endpoint, answerWithinMs }) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => endpoint.deliver(freshBody())),
      );
      const slowest = Math.max(...answers.map(({ ms }) => ms));
      return slowest <= answerWithinMs
        ? KEPT
        : broken('answers_late', `the slowest of 5 took ${Math.round(slowest)} ms`);
    },
  },
];
