import { sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECRET } from '../test/deliveries.ts';
import { createReceiver, type ReceiverRequest } from './index.ts';

const KINDS = new Set([200, 400, 401, 405, 413, 415]);

function receiver() {
  return createReceiver({ secret: SECRET, maxBytes: 300, store: false })
    .onAny(() => {})
    .onError(() => {});
}

const body = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.json(),
);
const method = fc.oneof({ weight: 4, arbitrary: fc.constant('POST') }, fc.string());
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.string()),
  fc.constant(undefined),
);
const headers = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'content-type',
      'Content-Type',
      'x-kolvera-signature',
      'X-Kolvera-Signature',
      'get',
    ),
    fc.string(),
  ),
  value,
);

test('nothing that anybody sends throws, or is answered 5xx, or is handled', async () => {
  await fc.assert(
    fc.asyncProperty(method, headers, body, async (...[given, sent, raw]) => {
      let handled = 0;
      const response = await receiver()
        .onAny(() => {
          handled += 1;
        })
        .receive({ method: given, headers: sent, body: raw });
      expect(KINDS).toContain(response.status);
      expect(response.status).not.toBe(200);
      expect(handled).toBe(0);
      expect(JSON.parse(response.body)).toMatchObject({ code: expect.any(String) });
    }),
  );
});

test('nothing that Kolvera signs throws or is answered 5xx', async () => {
  await fc.assert(
    fc.asyncProperty(body, async (raw) => {
      const request: ReceiverRequest = {
        method: 'POST',
        headers: { 'x-kolvera-signature': sign(raw, SECRET) },
        body: raw,
      };
      const response = await receiver().receive(request);
      expect([200, 400, 413]).toContain(response.status);
    }),
  );
});

const name = fc.string({ minLength: 1, unit: 'binary' });
const envelope = fc.record(
  { id: fc.string(), event: name, data: fc.dictionary(fc.string(), fc.jsonValue()) },
  { requiredKeys: ['event'] },
);

test('whatever an event holds, it is handled once, and a changed byte is refused', async () => {
  await fc.assert(
    fc.asyncProperty(envelope, fc.nat(), async (given, position) => {
      let handled = 0;
      const once = createReceiver({ secret: SECRET })
        .onAny(() => {
          handled += 1;
        })
        .onError(() => {});
      const raw = Buffer.from(JSON.stringify(given));
      const signed = { method: 'POST', headers: { 'x-kolvera-signature': sign(raw, SECRET) } };
      const changed = Buffer.from(raw);
      const at = position % raw.length;
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await once.receive({ ...signed, body: changed })).toMatchObject({ status: 401 });
      const readable = given.event.trim() !== '';
      for (const _ of [1, 2]) {
        const response = await once.receive({ ...signed, body: raw });
        if (readable) expect(response.status).toBe(200);
      }
      if (readable) expect(handled).toBe(1);
    }),
  );
});
