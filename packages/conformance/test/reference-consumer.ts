/**
 * @module The smallest consumer that keeps every promise, and ways of breaking each of them.
 *
 * It exists to test the suite: a case is worth something when it catches the consumer with the
 * fault that the case is about. It is not one of our products.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { isWanted, type NarrowedTo } from '@kolvera/delivery';
import {
  ALL_EVENTS,
  identifyEvents,
  isKnownEvent,
  isObject,
  type KolveraEvent,
  narrowedBy,
  narrowingValues,
  parseEvents,
} from '@kolvera/event-schema';
import { fingerprint, sign, verify } from '@kolvera/signature';
import {
  call,
  createFetchTransport,
  createWebhook,
  deleteWebhook,
  getMe,
  listWebhooks,
  subscribe,
  unsubscribe,
} from '@kolvera/webhook-api';
import type { Subject } from '../src/index.ts';
import type { Fault } from './planted-faults.ts';

const KNOWN_EVENTS = ['contact.created', 'contact.updated', 'company.created', 'meeting.booked'];

/** @param fault what is wrong with it; without one it is sound. */
export function referenceConsumer(fault?: Fault): Subject {
  return {
    name: fault === undefined ? 'Reference consumer' : `Reference consumer that ${fault}`,
    order: 0,
    limits: {},
    async start({ baseUrl }) {
      const received: KolveraEvent[] = [];
      const seen = new Set<string>();
      const log: string[] = [];
      let apiKey = '';
      let secret: string | undefined;
      let connectionSecret: string | undefined;
      let webhookId: string | undefined;
      let subscribedTo: string | undefined;
      let narrowedTo: NarrowedTo = {};
      /** Whether an event has come that the user has not looked at. */
      let busy = false;

      const server = createServer(async (request, response) => {
        const body = await readBody(request);
        response.statusCode = receive(body, request.headers);
        response.end();
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const address = server.address();
      if (address === null || typeof address === 'string')
        throw new Error('The server has no port.');
      let url = `http://127.0.0.1:${address.port}/hook`;

      function receive(bytes: Buffer, headers: IncomingHttpHeaders): number {
        if (!isGenuine(bytes, headers['x-kolvera-signature'])) {
          if (fault === 'claims-before-verifying') {
            for (const event of identify(bytes, headers)) seen.add(keyOf(event, bytes));
          }
          return fault === 'answers-200-to-forgeries' ? 200 : 401;
        }
        if (fault === 'refuses-large-bodies' && bytes.length > 100_000) return 413;
        const raw: unknown = JSON.parse(bytes.toString());
        const events = identify(bytes, headers).map((event) => spoil(event, raw));
        if (events.includes(undefined)) return 400;
        for (const event of events)
          if (event !== undefined && isAskedFor(event)) take(event, bytes);
        return 200;
      }

      function take(event: KolveraEvent, bytes: Buffer): void {
        const key = keyOf(event, bytes);
        if (seen.has(key) && fault !== 'runs-repeats') return;
        seen.add(key);
        if (fault === 'loses-concurrent-events') {
          if (busy) return;
          busy = true;
        }
        received.push(event);
        if (fault === 'delivers-twice') received.push(event);
      }

      function isAskedFor(event: KolveraEvent): boolean {
        if (fault === 'narrows-nothing') return true;
        if (fault === 'drops-what-it-cannot-judge') {
          const says = narrowedBy(event.event).map((by) => narrowingValues(by, event.data));
          if (says.some((values) => values.length === 0)) return false;
        }
        return isWanted(event, { events: [ALL_EVENTS], ...narrowedTo });
      }

      function isGenuine(bytes: Buffer, header: string | string[] | undefined): boolean {
        const known = connectionSecret ?? secret;
        if (fault === 'verifies-nothing') return true;
        if (known === undefined) return false;
        if (header === undefined) return fault === 'accepts-unsigned';
        const text = String(header);
        if (fault === 'signs-for-itself' && verify(bytes, header, 'whsec_somebody_elses_guess'))
          return true;
        if (fault === 'ignores-trailing-characters') return verify(bytes, text.slice(0, 64), known);
        if (fault === 'ignores-prefix') return verify(bytes, text.replace('sha256=', ''), known);
        if (fault === 'accepts-any-digest') return /^[0-9a-f]{64}$/.test(text);
        if (fault === 'verifies-the-json-written-again')
          return verify(JSON.stringify(JSON.parse(bytes.toString())), header, known);
        if (fault === 'accepts-an-empty-signature' && text === '') return true;
        if (fault === 'compares-the-start')
          return text.length > 0 && sign(bytes, known).startsWith(text);
        if (fault === 'trims-the-header') return verify(bytes, text.trim(), known);
        if (fault === 'accepts-what-is-not-hex' && /[^0-9a-f]/.test(text)) return true;
        return verify(bytes, header, known);
      }

      function identify(bytes: Buffer, headers: IncomingHttpHeaders): readonly KolveraEvent[] {
        const body = fault === 'reads-latin1' ? bytes.toString('latin1') : bytes;
        const header = (name: string) => [headers[name]].flat()[0];
        return identifyEvents(parseEvents(body, { header, subscribedTo }), () =>
          fault === 'invents-ids' ? randomUUID() : fingerprint(bytes),
        );
      }

      /** What a fault makes of an event; undefined where it refuses the delivery. */
      function spoil(event: KolveraEvent, body: unknown): KolveraEvent | undefined {
        if (fault === 'reads-only-the-usual-form' && !isUsual(body)) return undefined;
        if (!isObject(body)) return event;
        const raw = body;
        if (fault === 'refuses-unknown-events' && !isKnownEvent(event)) return undefined;
        if (fault === 'loses-one-event-type' && event.event === 'enrichment.completed')
          return undefined;
        if (fault === 'refuses-empty-data' && Object.keys(event.data).length === 0)
          return undefined;
        if (fault === 'reads-type-as-data' && 'type' in raw) return undefined;
        if (fault === 'reads-event-type-as-data' && 'event_type' in raw) return undefined;
        if (fault === 'reads-payload-as-unknown-key' && 'payload' in raw)
          return { ...event, data: {} };
        if (fault === 'leaves-the-record-bare') return { ...event, data: raw.data } as KolveraEvent;
        if (fault === 'takes-flat-id-for-event-id')
          return { ...event, id: String(raw.id ?? event.id) };
        if (fault === 'drops-unknown-keys') {
          const { id, event: name, created_at, workspace_id, data } = event;
          return { id, event: name, created_at, workspace_id, data } as KolveraEvent;
        }
        return event;
      }

      function keyOf(event: KolveraEvent, bytes: Buffer): string {
        if (fault === 'forgets-the-body-when-comparing') return event.id;
        if (fault === 'takes-flat-id-for-event-id') return event.id;
        return `${event.id} ${createHash('sha256').update(bytes).digest('hex')}`;
      }

      const transport = () => createFetchTransport({ baseUrl, apiKey, timeoutMs: 3_000 });
      const owner = { connector: 'reference', installation: 'one' };

      return {
        async connect(key) {
          if (fault === 'logs-the-key') log.push(`connecting with ${key}`);
          apiKey = key;
          if (fault === 'never-tests-the-key') return;
          await call(transport(), getMe()).catch(retell);
        },
        async subscribe(events, narrowed = {}) {
          narrowedTo = narrowed;
          subscribedTo = events.length === 1 && events[0] !== ALL_EVENTS ? events[0] : undefined;
          if (fault === 'subscribes-under-a-new-url') url = `${url}?${randomUUID()}`;
          if (fault === 'never-changes-events' && webhookId !== undefined) return { url };
          if (fault === 'takes-over-webhooks') await removeAll();
          if (fault === 'leaves-lost-webhooks') {
            url = `${url}?${randomUUID()}`;
            const made = await call(transport(), createWebhook({ url, events, description: '' }));
            webhookId = made.id;
            secret = made.secret ?? undefined;
            return { url };
          }
          const wanted =
            fault === 'takes-every-event'
              ? ['*']
              : fault === 'subscribes-to-known-events-only' && events[0] === '*'
                ? KNOWN_EVENTS
                : events;
          if (fault === 'never-enables' && webhookId !== undefined) return { url };
          const made = await subscribe(transport(), {
            url,
            events: wanted,
            owner,
            ...(secret !== undefined && webhookId !== undefined
              ? { known: { id: webhookId, secret } }
              : {}),
          }).catch(retell);
          const changed = webhookId !== undefined;
          ({ id: webhookId, secret } = made);
          if (fault === 'forgets-the-secret-on-change' && changed) secret = undefined;
          if (fault === 'logs-the-secret') log.push(`subscribed: ${JSON.stringify(made)}`);
          return { url };
        },
        async unsubscribe() {
          if (fault === 'never-unsubscribes') return;
          if (fault === 'fails-when-gone' && webhookId !== undefined) {
            const { data } = await call(transport(), listWebhooks({}));
            if (!data.some(({ id }) => id === webhookId))
              throw new Error('There is no such webhook.');
          }
          if (fault === 'removes-foreign-webhooks') await removeAll();
          if (fault === 'forgets-after-a-failure' && webhookId === undefined) return;
          if (fault === 'forgets-after-a-failure') webhookId = undefined;
          await unsubscribe(transport(), { url, owner }).catch(retell);
          webhookId = undefined;
          secret = undefined;
          connectionSecret = undefined;
        },
        async useSecret(rotated) {
          if (fault !== 'keeps-the-old-secret') connectionSecret = rotated;
        },
        async received() {
          busy = false;
          return [...received];
        },
        traces: async () => log.join('\n'),
        async stop() {
          server.closeAllConnections();
          await new Promise((closed) => server.close(closed));
        },
      };

      async function removeAll() {
        const { data } = await call(transport(), listWebhooks({}));
        for (const { id } of data) await call(transport(), deleteWebhook(id));
      }

      function retell(error: unknown): never {
        const message = error instanceof Error ? error.message : String(error);
        log.push(message);
        if (fault === 'tells-nothing') throw new Error('Something went wrong.');
        throw new Error(fault === 'quotes-the-key' ? `${message} (${apiKey})` : message);
      }
    },
  };
}

/** `{ id, event, created_at, data }` */
function isUsual(body: unknown): boolean {
  if (!isObject(body) || !isObject(body.data) || 'object' in body.data) return false;
  return [body.id, body.event, body.created_at].every((value) => typeof value === 'string');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
