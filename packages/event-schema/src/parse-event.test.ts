import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventParseError, type EventParseErrorCode } from './event-parse-error.ts';
import { identifyEvent, parseEvent } from './parse-event.ts';

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
    const odd = { ...name, id: {}, created_at: 1_784_000_000, workspace_id: true };
    expect(parseEvent(JSON.stringify(odd))).toEqual({ ...name, ...nothing });
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

  test('is a flat body without the keys of the envelope; its id is the record’s own', () => {
    const event = parseEvent(
      '{"event":"contact.updated","id":"con_1","email":"a@b.example","created_at":"2026-07-14T09:12:31+10:00","workspace_id":7}',
    );
    expect(event).toEqual({
      id: null,
      event: 'contact.updated',
      created_at: '2026-07-14T09:12:31+10:00',
      workspace_id: '7',
      data: { contact: { id: 'con_1', email: 'a@b.example' } },
    });
  });

  test.each(['null', '[1]', '"text"', '3'])(
    'is not a data that is %s: that body is flat',
    (value) => {
      const event = parseEvent(`{"event":"x","id":"con_1","data":${value}}`);
      expect(event.id).toBeNull();
      expect(event.data).toEqual({ id: 'con_1', data: JSON.parse(value) });
    },
  );
});

describe('the id', () => {
  const idOf = (id: string) => parseEvent(`{"event":"x","id":${id},"data":{}}`).id;

  test.each([
    ['"evt_1"', 'evt_1'],
    ['""', ''],
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

  test('identifyEvent fills in a missing one, and asks for it only then', () => {
    const sent = parseEvent('{"event":"x","id":"evt_1","data":{}}');
    const fail = () => {
      throw new Error('It has an id.');
    };
    expect(identifyEvent(sent, fail)).toBe(sent);
    const missing = parseEvent('{"event":"x"}');
    expect(identifyEvent(missing, () => 'sha256:ab')).toEqual({ ...missing, id: 'sha256:ab' });
    expect(missing.id).toBeNull();
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
    ['null', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['[{"event":"x"}]', 'not_an_object'],
    ['{}', 'missing_event_name'],
    ['{"event":"","type":1}', 'missing_event_name'],
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
    const identified = identifyEvent(enveloped, () => 'sha256:ab');
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

test('property: whatever arrives, it is an event or an EventParseError', () => {
  const anything = fc.oneof(fc.uint8Array(), fc.string(), fc.json());
  fc.assert(
    fc.property(anything, (body) => {
      try {
        expect(parseEvent(body).event).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(EventParseError);
      }
    }),
  );
});
