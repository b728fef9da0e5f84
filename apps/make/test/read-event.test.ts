/** The action, which is given the exact text and headers of a delivery. */
import { readdir, readFile } from 'node:fs/promises';
import { openDelivery } from '@kolvera/delivery';
import { sign } from '@kolvera/signature';
import { describe, expect, test } from 'vitest';
import type { Make } from '../interpreter/make.ts';
import { asReceived } from './as-received.ts';
import { sentSample } from './sent-sample.ts';
import { withMake } from './with-make.ts';

const SECRET = 'whsec_of_the_action';
const NO_MATCH = 'The signature does not match.';

/** The texts by the writer and what is special about each. */
async function written(name: string): Promise<readonly string[]> {
  const file = new URL(`json-writers/${name}.json`, import.meta.url);
  const writers: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
    await readFile(file, 'utf8'),
  );
  return Object.values(writers).flatMap((cases) => Object.values(cases));
}
const bodies = [...(await written('out.python')), ...(await written('out.php'))];

async function reading(make: Make) {
  const connection = await make.connect('webhookSecret', { secret: SECRET });
  return (body: string, signature = sign(body, SECRET), headers: object | null = null) => {
    const rows = headers && Object.entries(headers).map(([name, value]) => ({ name, value }));
    return make.runModule('readEvent', { body, signature, headers: rows }, connection);
  };
}

test('reads every body that a JSON writer writes, as event-schema does', async () => {
  const read = await reading(await withMake());
  expect(bodies).toHaveLength(231);
  for (const body of bodies) {
    const headers = { 'x-kolvera-signature': sign(body, SECRET) };
    const { events } = openDelivery({ headers, body, secrets: [SECRET] });
    expect(await read(body)).toEqual(asReceived({ ...events[0], verified: true }));
  }
});

test('refuses every forgery of them', async () => {
  const read = await reading(await withMake());
  for (const body of bodies) {
    const signature = sign(body, SECRET);
    await expect(read(body, sign(body, 'whsec_other'))).rejects.toThrow(NO_MATCH);
    await expect(read(body.replace('evt_1', 'evt_2'), signature)).rejects.toThrow(NO_MATCH);
    await expect(read(body.slice(0, -1), signature)).rejects.toThrow(NO_MATCH);
    await expect(read(body, signature.slice(0, -1))).rejects.toThrow(NO_MATCH);
    await expect(read(body, '')).rejects.toThrow('Missing value');
    await expect(read('', signature)).rejects.toThrow('Missing value');
  }
});

const FOLDER = new URL('../../../packages/delivery/test/envelopes/', import.meta.url);
const forms = (await readdir(FOLDER)).filter((name) => !name.startsWith('array'));

test.each(forms)('reads the form %s', async (name) => {
  const { headers, body } = JSON.parse(await readFile(new URL(name, FOLDER), 'utf8'));
  const read = await reading(await withMake());
  const signed = { ...headers, 'x-kolvera-signature': sign(body, SECRET) };
  const { events } = openDelivery({ headers: signed, body, secrets: [SECRET] });
  expect(await read(body, undefined, signed)).toEqual(asReceived({ ...events[0], verified: true }));
});

describe('one after the other', () => {
  test('no event has a value of the last', async () => {
    const read = await reading(await withMake());
    const contacts = [{ phone: '+61491570156' }, { email: 'a@b.example' }, {}];
    for (const contact of contacts) {
      const body = JSON.stringify({ event: 'contact.created', id: '1', data: { contact } });
      expect(await read(body)).toMatchObject({ data: { contact } });
      const { data } = Object(await read(body));
      expect(data).toEqual({ contact });
    }
    const meeting = sentSample('meeting.booked');
    expect(await read(JSON.stringify(meeting))).toEqual(asReceived({ ...meeting, verified: true }));
    expect(await read('{}')).toMatchObject({ event: 'unknown', data: {} });
    expect(Object(await read('{}')).data).toEqual({});
  });

  test('nor the headers of the last', async () => {
    const read = await reading(await withMake());
    await read('{"data":{}}', undefined, { 'x-kolvera-event': 'contact.created' });
    expect(await read('{"data":{}}')).toMatchObject({ event: 'unknown' });
  });
});
