/** Bodies as Python and PHP really write them: which of them an attached webhook verifies. */
import { readFile } from 'node:fs/promises';
import { sign } from '@kolvera/signature';
import { expect, test } from 'vitest';
import { handleDelivery } from '../interpreter/handle-delivery.ts';
import { readTree } from '../src/tree/read-tree.ts';

const SECRET = 'whsec_of_the_test';

type Written = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function written(name: string): Promise<Written> {
  return JSON.parse(await readFile(new URL(`json-writers/${name}.json`, import.meta.url), 'utf8'));
}

const writers = { ...(await written('out.python')), ...(await written('out.php')) };
const bodies = Object.values(writers).flatMap((cases) => Object.values(cases));
const path = 'webhooks/all-events/all-events.communication.iml.json';
const communication = JSON.parse((await readTree()).get(path) ?? 'null');

function handle(body: string, verify: string, signature = sign(body, SECRET)) {
  const headers = { 'x-kolvera-signature': signature };
  const delivery = { method: 'POST', query: {}, headers, body: JSON.parse(body) };
  return handleDelivery(communication, delivery, {
    parameters: { events: ['*'], verify, secret: null },
    data: { issuedSecret: SECRET },
    verificationAnswers: true,
  });
}

test('an attached webhook verifies most of them', () => {
  expect(bodies).toHaveLength(231);
  const verified = bodies.filter((body) => handle(body, 'refuse').bundle !== undefined);
  expect(verified.length).toBeGreaterThanOrEqual(139);
});

test('what it cannot verify is handed over as such, if the user has chosen so', () => {
  const found = bodies.map((body) => handle(body, 'hand_over').bundle);
  expect(found).not.toContain(undefined);
  const refused = bodies.filter((body) => handle(body, 'refuse').bundle === undefined);
  for (const body of refused) {
    expect(handle(body, 'hand_over').bundle).toMatchObject({ verified: false });
  }
});

test('no forgery of them is verified', () => {
  for (const body of bodies) {
    const other = body.replace('evt_1', 'evt_2');
    expect(handle(body, 'refuse', sign(body, 'whsec_other')).bundle).toBeUndefined();
    expect(handle(body, 'refuse', sign(other, SECRET)).bundle).toBeUndefined();
    expect(handle(body, 'refuse', '').bundle).toBeUndefined();
  }
});

test('5 MB take less than two seconds', () => {
  const notes = 'Fewer empty runs, "at last": <b>R&D</b> https://yarraford.example\n'.repeat(
    75_000,
  );
  const body = JSON.stringify({ event: 'contact.updated', data: { contact: { notes } } });
  expect(body.length).toBeGreaterThan(5_000_000);
  const start = performance.now();
  expect(handle(body, 'refuse', 'none').status).toBe(401);
  expect(performance.now() - start).toBeLessThan(2000);
});
