import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isKnownEvent, parseEvents, sampleEvent } from '@kolvera/event-schema';
import { describe, expect, test } from 'vitest';
import { readCaptures } from './read-captures.ts';

const never = new AbortController().signal;

/** How often each type of event is found. */
async function typesIn(folder: string, ...paths: string[]): Promise<Record<string, number>> {
  const { captures } = await readCaptures(folder, paths, never);
  const types: Record<string, number> = {};
  for (const { event } of captures.flatMap(({ body }) => parseEvents(body).filter(isKnownEvent))) {
    types[event] = (types[event] ?? 0) + 1;
  }
  return types;
}

function written(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'captures-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

describe('exports of one or two deliveries', () => {
  const folder = resolve(import.meta.dirname, '../../test/captures');
  const expected: Record<string, { types: Record<string, number> }> = JSON.parse(
    readFileSync(`${folder}/expected.json`, 'utf8'),
  );

  test.each(Object.entries(expected))('%s', async (file, { types }) => {
    expect(await typesIn(folder, file)).toEqual(types);
  });
});

const event = sampleEvent('meeting.booked');
const body = JSON.stringify(event);
const headers = { 'content-type': 'application/json', 'x-kolvera-signature': 'a'.repeat(64) };
const base64 = Buffer.from(body).toString('base64');
const request = `POST /kolvera HTTP/1.1\r\nHost: x.example\r\nX-Kolvera-Signature: ${'a'.repeat(64)}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const curl = `* Connected\n> POST /kolvera HTTP/1.1\n> Host: x.example\n> X-Kolvera-Signature: ${'a'.repeat(64)}\n>\n${body}\n* upload completely sent off\n< HTTP/1.1 200 OK\n< content-length: 2\n<\n`;

describe('a delivery with its headers, byte for byte', () => {
  test.each<[string, unknown]>([
    ['AWS API Gateway', { httpMethod: 'POST', headers, body, isBase64Encoded: false }],
    ['AWS function URL in base64', { headers, body: base64, isBase64Encoded: true }],
    ['AWS queue of requests', { Records: [{ body: JSON.stringify({ headers, body }) }] }],
    ['Hookdeck', { models: [{ id: 'evt_9', data: { headers, body, path: '/kolvera' } }] }],
    ['RequestBin', [{ method: 'POST', headers, raw_body: body, body: event }]],
    ['Zapier’s raw hook', [{ headers: { 'Http-X-Kolvera-Signature': 'a' }, raw_body: body }]],
    [
      'a HAR with its response',
      {
        log: {
          entries: [
            {
              request: { headers: [{ name: 'Host', value: 'x' }], postData: { text: body } },
              response: {
                headers: [{ name: 'Content-Type', value: 'x' }],
                content: { text: '{}' },
              },
            },
          ],
        },
      },
    ],
    ['raw HTTP', request],
    ['two requests as raw HTTP', `${request}\r\n${request}`],
    ['curl -v', curl],
  ])('%s', async (_, content) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    const { captures, unreadable } = await readCaptures(written({ file: text }), ['file'], never);
    expect(unreadable).toEqual([]);
    for (const capture of captures) {
      expect(capture).toMatchObject({ body, exact: true });
      expect(Object.keys(capture.headers)).not.toEqual([]);
    }
    expect(captures.length).toBe(text.split('POST /kolvera HTTP').length > 2 ? 2 : 1);
  });
});

describe('a delivery of which parsed JSON was kept', () => {
  test.each<[string, unknown]>([
    ['Pipedream', { trigger: { event: { method: 'POST', headers, body: event } } }],
    ['n8n', [{ json: { headers, params: {}, body: event, executionMode: 'production' } }]],
    ['Svix', { data: [{ id: 'msg_1', eventType: event.event, payload: event }] }],
    ['AWS EventBridge', { 'detail-type': 'kolvera', source: 'x', detail: event }],
  ])('%s', async (_, content) => {
    const folder = written({ file: JSON.stringify(content) });
    const { captures } = await readCaptures(folder, ['file'], never);
    expect(captures).toMatchObject([{ body, exact: false }]);
  });
});

describe('bodies', () => {
  const type = { 'meeting.booked': 1 };

  test.each<[string, string | Uint8Array, Record<string, number>]>([
    ['a line break at the end', `${body}\n`, type],
    ['lines that end with CRLF', `${body}\r\n${body}\r\n`, { 'meeting.booked': 2 }],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${body}`, 'utf16le'), type],
    ['gzip', gzipSync(body), type],
    ['lines of a log', `12:00 INFO got ${body}\n12:01 INFO nothing\n`, type],
    ['a CSV with quotes', `id,content\n1,"${body.replaceAll('"', '""')}"\n`, type],
    ['indented JSON', JSON.stringify(event, null, 2), type],
  ])('%s', async (_, content, types) => {
    expect(await typesIn(written({ file: content }), 'file')).toEqual(types);
  });

  test('folders, their folders, and several files', async () => {
    const folder = written({ 'a/one.json': body, 'a/b/two.json': body, 'three.json': body });
    expect(await typesIn(folder, 'a', 'three.json')).toEqual({ 'meeting.booked': 3 });
  });

  test('one in an unknown form is a body, and junk is named', async () => {
    const folder = written({ 'form.json': '{"kind":"x","contact":{}}', 'junk.txt': 'a\n\nb\n' });
    const { captures, unreadable } = await readCaptures(folder, ['.'], never);
    expect(captures.map((capture) => capture.body)).toEqual(['{"kind":"x","contact":{}}']);
    expect(unreadable).toEqual([
      `${join(folder, 'junk.txt')}, line 1`,
      `${join(folder, 'junk.txt')}, line 3`,
    ]);
  });

  test('no file of that name', async () => {
    const read = readCaptures(written({}), ['missing.json'], never);
    await expect(read).rejects.toMatchObject({ code: 'unreadable_file' });
  });

  test('many lines leave room for Ctrl-C', async () => {
    const folder = written({ 'lines.jsonl': `${body}\n`.repeat(5000) });
    const interrupt = new AbortController();
    const read = readCaptures(folder, ['lines.jsonl'], interrupt.signal);
    setImmediate(() => interrupt.abort());
    await expect(read).rejects.toThrow();
  });
});
