import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventParseError, type EventParseErrorCode } from './event-parse-error.ts';
import { identifyEvents, parseEvents } from './parse-events.ts';
import type { ReadOptions } from './read-event.ts';
import { readTime } from './read-value.ts';

/** The event of a body that holds one. */
function parseEvent(body: string | Uint8Array | ArrayBuffer, options?: ReadOptions) {
  const [event, ...others] = parseEvents(body, options);
  if (event === undefined || others.length > 0)
    throw new Error('The body does not hold one event.');
  return event;
}

const bytes = (text: string) => new TextEncoder().encode(text);

function codeOf(body: string | Uint8Array): EventParseErrorCode {
  try {
    parseEvent(body);
  } catch (error) {
    if (error instanceof EventParseError) return error.code;
    throw error;
  }
  throw new Error('The body was read.');
}

/** An event whose data nests so that the whole body has this many levels. */
function nested(levels: number, open: string, close: string): string {
  const inside = levels - 2;
  return `{"event":"x","data":{"deep":${open.repeat(inside)}0${close.repeat(inside)}}}`;
}

describe('an enveloped body', () => {
  const body = {
    id: 'evt_1',
    event: 'contact.created',
    created_at: '2026-07-14T09:12:31+10:00',
    workspace_id: 'wsp_1',
    data: { contact: { id: 'con_1', shoe_size: 43 } },
  };

  test.each([
    ['text', JSON.stringify(body)],
    ['bytes', bytes(JSON.stringify(body))],
    ['a Buffer', Buffer.from(JSON.stringify(body))],
    ['an ArrayBuffer', Uint8Array.from(bytes(JSON.stringify(body))).buffer],
    ['text with a byte order mark', `\uFEFF${JSON.stringify(body)}`],
    ['bytes with a byte order mark', bytes(`\uFEFF${JSON.stringify(body)}`)],
  ])('is read as it is from %s', (_, raw) => {
    expect(parseEvent(raw)).toEqual(body);
  });

  test('keeps unknown keys of the envelope, after the known ones', () => {
    const event = parseEvent(JSON.stringify({ api_version: 2, ...body }));
    expect(event).toEqual({ ...body, api_version: 2 });
    expect(Object.keys(event).at(-1)).toBe('api_version');
  });

  test('has null for what is missing or of no use', () => {
    const nothing = { id: null, created_at: null, workspace_id: null };
    const name = { event: 'contact.created', data: {} };
    expect(parseEvent(JSON.stringify(name))).toEqual({ ...name, ...nothing });
    const odd = { id: {}, created_at: false, workspace_id: true };
    expect(parseEvent(JSON.stringify({ ...name, ...odd }))).toEqual({
      ...name,
      ...nothing,
      envelope: odd,
    });
  });
});

describe('the name', () => {
  const nameOf = (body: object) => parseEvent(JSON.stringify({ data: {}, ...body })).event;

  test.each(['event', 'type', 'event_type'])('is found under %s, which is used up', (key) => {
    const event = parseEvent(JSON.stringify({ [key]: 'contact.created', data: {} }));
    expect(event.event).toBe('contact.created');
    expect(Object.keys(event)).toEqual(['id', 'event', 'created_at', 'workspace_id', 'data']);
  });

  test('is the first known one, else the first that is not empty', () => {
    expect(nameOf({ event: 'updated', type: 'contact.updated' })).toBe('contact.updated');
    expect(nameOf({ event: 'contact.created', type: 'contact.updated' })).toBe('contact.created');
    expect(nameOf({ event: '', type: 'a.b', event_type: 'c.d' })).toBe('a.b');
    expect(nameOf({ event: 7, type: null, event_type: 'c.d' })).toBe('c.d');
  });

  test('leaves the other keys where they were', () => {
    const event = parseEvent('{"event":"contact.created","type":"event","data":{}}');
    expect(event).toMatchObject({ event: 'contact.created', type: 'event' });
    const flat = parseEvent('{"event":"contact.phone_found","type":"direct_dial"}');
    expect(flat.data).toEqual({ type: 'direct_dial' });
  });
});

describe('the data', () => {
  test('is payload where there is no data', () => {
    const event = parseEvent('{"id":"evt_1","event":"x","payload":{"a":1}}');
    expect(event).toMatchObject({ id: 'evt_1', data: { a: 1 } });
    expect(event).not.toHaveProperty('payload');
  });

  test('is data before payload, which is then kept as an unknown key', () => {
    const event = parseEvent('{"event":"x","payload":{"a":1},"data":{"b":2}}');
    expect(event).toMatchObject({ data: { b: 2 }, payload: { a: 1 } });
  });

  test('is a flat body without the keys of the envelope; its id and time are the record’s own', () => {
    const event = parseEvent(
      '{"event":"contact.updated","id":"con_1","email":"a@b.example","created_at":"2026-07-14T09:12:31+10:00","workspace_id":7,"occurred_at":"2026-07-15"}',
    );
    expect(event).toEqual({
      id: null,
      event: 'contact.updated',
      created_at: '2026-07-15',
      workspace_id: '7',
      data: {
        contact: { id: 'con_1', email: 'a@b.example', created_at: '2026-07-14T09:12:31+10:00' },
      },
    });
  });

  test.each(['null', '[1]', '"text"', '3'])(
    'is { value } where data is %s: the id is still the event’s',
    (value) => {
      const event = parseEvent(`{"event":"x","id":"evt_1","data":${value}}`);
      expect(event.id).toBe('evt_1');
      expect(event.data).toEqual({ value: JSON.parse(value) });
    },
  );

  test('is data.object, with what stands beside it', () => {
    const event = parseEvent(
      '{"type":"contact.updated","data":{"object":{"contact":{"id":"con_1"}},"changed_fields":["email"]}}',
    );
    expect(event.data).toEqual({ contact: { id: 'con_1' }, changed_fields: ['email'] });
    const clash = parseEvent('{"event":"x","data":{"object":{"a":1},"a":2}}');
    expect(clash.data).toEqual({ object: { a: 1 }, a: 2 });
  });
});

describe('the id', () => {
  const idOf = (id: string) => parseEvent(`{"event":"x","id":${id},"data":{}}`).id;

  test.each([
    ['"evt_1"', 'evt_1'],
    ['""', null],
    ['"007"', '007'],
    ['42', '42'],
    ['-0', '0'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740992', null],
    ['1.5', null],
    ['1e400', null],
    ['true', null],
    ['null', null],
    ['["evt_1"]', null],
  ])('%s is read as %s', (sent, read) => {
    expect(idOf(sent)).toBe(read);
  });

  test('two large integers that differ in the last digit never become one id', () => {
    const large = fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n });
    fc.assert(
      fc.property(large, (id) => {
        expect(idOf(String(id))).toBeNull();
        expect(idOf(String(id + 1n))).toBeNull();
      }),
    );
  });

  test('identifyEvents fills in a missing one, and asks for it only then', () => {
    const sent = parseEvents('{"event":"x","id":"evt_1","data":{}}');
    const fail = () => {
      throw new Error('It has an id.');
    };
    expect(identifyEvents(sent, fail)).toBe(sent);
    const missing = parseEvents('{"event":"x"}');
    expect(identifyEvents(missing, () => 'sha256:ab')).toEqual([
      { ...missing[0], id: 'sha256:ab' },
    ]);
    expect(missing[0]?.id).toBeNull();
  });
});

describe('the time', () => {
  const timeOf = (time: string) =>
    parseEvent(`{"event":"x","created_at":${time},"data":{}}`).created_at;

  test.each([
    ['"2026-07-14 09:12"', '2026-07-14 09:12'],
    ['1783984351', '2026-07-13T23:12:31.000Z'],
    ['1783984351.5', '2026-07-13T23:12:31.500Z'],
    ['1783984351000', '2026-07-13T23:12:31.000Z'],
    ['99999999999', '5138-11-16T09:46:39.000Z'],
    ['100000000000', '1973-03-03T09:46:40.000Z'],
    ['1e300', null],
    ['""', null],
    ['true', null],
  ])('%s is read as %s', (sent, read) => {
    expect(timeOf(sent)).toBe(read);
  });
});

describe('the headers', () => {
  const from = (headers: Record<string, string>) => ({
    header: (name: string) => headers[name],
  });
  const headers = from({
    'x-kolvera-event': 'contact.created',
    'x-kolvera-delivery': 'evt_h',
    'x-kolvera-timestamp': '1783984351',
    date: 'Tue, 14 Jul 2026 09:12:31 GMT',
  });

  test('name the event of a body that does not', () => {
    expect(parseEvent('{"contact":{"id":"con_1"},"type":"lead"}', headers)).toEqual({
      id: 'evt_h',
      event: 'contact.created',
      created_at: '2026-07-13T23:12:31.000Z',
      workspace_id: null,
      data: { contact: { id: 'con_1' }, type: 'lead' },
    });
  });

  test('count for nothing that the body says itself: they are not signed', () => {
    const body = { id: 'evt_1', event: 'meeting.booked', created_at: 'then', data: { a: 1 } };
    expect(parseEvent(JSON.stringify(body), headers)).toEqual({ ...body, workspace_id: null });
  });

  test('name an event that is no object', () => {
    expect(parseEvent('[1,2]', headers)).toMatchObject({
      event: 'contact.created',
      data: { value: [1, 2] },
    });
  });

  test('with other text count after the body’s text', () => {
    const later = from({ 'ce-type': 'contact.merged' });
    expect(parseEvent('{"a":1}', later)).toMatchObject({ event: 'contact.merged', data: { a: 1 } });
    expect(parseEvent('{"type":"contact.later"}', later).event).toBe('contact.later');
  });
});

describe('an event without a name', () => {
  test.each([
    ['{}', {}],
    ['{"event":"","type":1}', { event: '', type: 1 }],
    ['{"id":"con_1","email":"a@b.example"}', { id: 'con_1', email: 'a@b.example' }],
    ['null', { value: null }],
    ['"text"', { value: 'text' }],
    ['[1,[{}]]', { value: [1, [{}]] }],
  ])('%s is unknown, with the whole body as data', (body, data) => {
    expect(parseEvent(body)).toMatchObject({ id: null, event: 'unknown', data });
  });

  const only = { subscribedTo: 'contact.created' };

  test.each([
    [
      'a bare record',
      { id: 'con_1', email: 'a@b.example' },
      { contact: { id: 'con_1', email: 'a@b.example' } },
    ],
    ['its data', { data: { contact: { id: 'con_1' } } }, { contact: { id: 'con_1' } }],
    [
      'a type of its own',
      { type: 'lead', email: 'a@b.example' },
      { contact: { email: 'a@b.example' }, type: 'lead' },
    ],
  ])('is the one that the webhook is subscribed to: %s', (_, body, data) => {
    expect(parseEvent(JSON.stringify(body), only)).toMatchObject({
      event: 'contact.created',
      data,
    });
  });

  test.each([
    { id: 'x', name: 'Test', status: 'ok', created_at: 'now' },
    { message: 'ping' },
    { contact: null },
    { event: 'contact.merged', contact: { id: 'con_1' } },
  ])('stays what it is when %j does not show that type', (body) => {
    expect(parseEvent(JSON.stringify(body), only).event).not.toBe('contact.created');
  });
});

describe('several events in one delivery', () => {
  const one = { id: 'evt_1', event: 'contact.created', data: { a: 1 } };
  const two = { event: 'contact.updated', data: { b: 2 } };

  test.each([
    ['[…]', [one, two]],
    ['{ events: […] }', { events: [one, two] }],
  ])('are each read from %s', (_, body) => {
    const events = identifyEvents(parseEvents(JSON.stringify(body)), () => 'sha256:ab');
    expect(events).toMatchObject([one, { ...two, id: 'sha256:ab:1' }]);
  });

  test('share what stands beside them', () => {
    const body = { events: [one, two], workspace_id: 'w', id: 'batch_1' };
    for (const event of parseEvents(JSON.stringify(body))) {
      expect(event).toMatchObject({
        workspace_id: 'w',
        envelope: { delivery: { workspace_id: 'w', id: 'batch_1' } },
      });
    }
  });

  test('take a header’s id with their position', () => {
    const header = (name: string) => (name === 'ce-id' ? 'h' : undefined);
    const events = parseEvents(JSON.stringify([one, two, 7]), { header });
    expect(events.map(({ id }) => id)).toEqual(['evt_1', 'h:1', 'h:2']);
    expect(events[2]).toMatchObject({ event: 'unknown', data: { value: 7 } });
  });

  test.each(['[]', '{"events":[]}'])('are none in %s', (body) => {
    expect(parseEvents(body)).toEqual([]);
  });

  test.each([
    ['values', { events: [1, 2], a: 1 }, 'unknown'],
    ['none, beside other keys', { events: [], a: 1 }, 'unknown'],
    ['part of an event with a name', { ...one, events: [two] }, 'contact.created'],
  ])('are one event where events holds %s', (_, body, event) => {
    expect(parseEvent(JSON.stringify(body)).event).toBe(event);
  });
});

describe('odd and hostile input', () => {
  test.each<[string, EventParseErrorCode]>([
    ['', 'invalid_json'],
    ['{"event":"x"', 'invalid_json'],
    ['event=x', 'invalid_json'],
    ['{"event":"x"}\0', 'invalid_json'],
    ['{"event":"a\0b"}', 'invalid_json'],
    ['\uFEFF\uFEFF{"event":"x"}', 'invalid_json'],
  ])('%j is refused as %s', (body, code) => {
    expect(codeOf(body)).toBe(code);
    expect(codeOf(bytes(body))).toBe(code);
  });

  test('an error says what to do, and nothing of the body', () => {
    const read = () => parseEvent('{"email":"lena@yarraford.example",}');
    expect(read).toThrow('Pass the raw request body');
    expect(read).not.toThrow(/lena/);
  });

  test.each([{ event: 'contact.created' }, [], null, undefined, 7])(
    'a body that is %j, not text or bytes, is refused as invalid_json',
    (parsed) => {
      expect(codeOf(parsed as unknown as string)).toBe('invalid_json');
    },
  );

  test.each([
    ['objects', '{"a":', '}'],
    ['arrays', '[', ']'],
  ])('256 levels of %s are read, 257 are too deep', (_, open, close) => {
    expect(parseEvent(nested(256, open, close)).event).toBe('x');
    // With more brackets than levels, counting brackets does not settle it.
    const beside = nested(256, open, close).replace('"x"', '"x","beside":[]');
    expect(parseEvent(beside).event).toBe('x');
    expect(codeOf(nested(257, open, close))).toBe('too_deep');
    expect(codeOf(nested(500_000, open, close))).toBe('too_deep');
  });

  test('many brackets side by side, or in text, are not deep', () => {
    const data = { lists: Array.from({ length: 1000 }, () => [{}]), text: '[{'.repeat(1000) };
    expect(parseEvent(JSON.stringify({ event: 'x', data })).data).toEqual(data);
  });

  test('__proto__ is an ordinary key wherever it stands, and pollutes nothing', () => {
    const hostile = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
    const enveloped = parseEvent(`{"event":"x",${hostile},"data":{${hostile}}}`);
    const flat = parseEvent(`{"event":"x",${hostile}}`);
    for (const object of [enveloped, enveloped.data, flat.data]) {
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
      expect(Object.hasOwn(object, '__proto__')).toBe(true);
    }
    const [identified] = identifyEvents([enveloped], () => 'sha256:ab');
    expect(Object.getPrototypeOf(identified)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('a name that every object inherits is an unknown event', () => {
    expect(parseEvent('{"event":"constructor","data":{}}').event).toBe('constructor');
  });

  test('of a key that is sent twice the last counts', () => {
    const event = parseEvent('{"event":"a","event":"b","data":{"n":1},"data":{"n":2}}');
    expect(event).toMatchObject({ event: 'b', data: { n: 2 } });
  });

  test('an escaped NUL and lone surrogates are kept', () => {
    const event = parseEvent('{"event":"x","data":{"nul":"\\u0000","lone":"\\ud800"}}');
    expect(event.data).toEqual({ nul: '\0', lone: '\ud800' });
  });

  test('invalid UTF-8 becomes the replacement character', () => {
    const body = Uint8Array.from([...bytes('{"event":"x","a":"'), 0xff, ...bytes('"}')]);
    expect(parseEvent(body).data).toEqual({ a: '\ufffd' });
  });

  test('a Buffer is read as a Uint8Array is, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 0x80 }), (inside) => {
        const body = Uint8Array.from([...bytes('{"event":"x","a":"'), ...inside, ...bytes('"}')]);
        expect(parseEvent(Buffer.from(body))).toEqual(parseEvent(body));
      }),
    );
  });

  test('numbers beyond 2^53 are rounded, as JSON.parse does', () => {
    expect(parseEvent('{"event":"x","n":9007199254740993}').data).toEqual({ n: 2 ** 53 });
  });

  test('5 MB are read', () => {
    const notes = 'ü'.repeat(2_500_000);
    expect(parseEvent(bytes(JSON.stringify({ event: 'x', data: { notes } }))).data).toEqual({
      notes,
    });
  });
});

test('property: any object under data comes back as it was sent', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (name, data) => {
        const sent = JSON.stringify({ id: 'evt_1', event: name, data });
        expect(JSON.stringify(parseEvent(sent).data)).toBe(JSON.stringify(JSON.parse(sent).data));
      },
    ),
  );
});

test('property: whatever arrives, it is events or an EventParseError', () => {
  const anything = fc.oneof(fc.uint8Array(), fc.string(), fc.json());
  fc.assert(
    fc.property(anything, (body) => {
      try {
        for (const { event } of parseEvents(body)) expect(event).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(EventParseError);
      }
    }),
  );
});

test('property: every value of a body is in its events', () => {
  const keys = fc.oneof(
    fc.constantFrom('id', 'event', 'type', 'data', 'object', 'payload', 'events', 'meta', 'name'),
    fc.constantFrom('created_at', 'createdAt', 'workspace_id', 'contact', 'email', '__proto__'),
    fc.string(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('contact.created', 'campaign.email.replied'),
      fc.nat(),
      fc.string(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  const header = (name: string) => (name === 'x-kolvera-event' ? 'contact.updated' : undefined);
  fc.assert(
    fc.property(
      tree,
      fc.constantFrom({}, { header }, { subscribedTo: 'contact.created' }),
      (body, options) => {
        const read = leaves(parseEvents(JSON.stringify(body), options));
        // A number may have become a time.
        const asTime = (leaf: string) => String(readTime(Number(leaf)));
        const lost = leaves(body).filter(
          (leaf) => !read.includes(leaf) && !read.includes(asTime(leaf)),
        );
        expect(lost).toEqual([]);
      },
    ),
    { numRuns: 2000 },
  );
});

/** The texts and numbers in a value, all as text. */
function leaves(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return value === null || value === '' ? [] : [String(value)];
}
