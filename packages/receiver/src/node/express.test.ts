/** @module The adapter inside the real Express, behind each of its body parsers. */
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { delivery, SECRET } from '../../test/deliveries.ts';
import { createReceiver } from '../index.ts';
import { createNodeHandler } from './index.ts';

/** Sends one delivery to an Express app that has a parser before our handler. */
async function deliverThrough(parser: RequestHandler, sent = delivery()) {
  const handled: string[] = [];
  const errors: { code: string; message: string }[] = [];
  const receiver = createReceiver({ secret: SECRET })
    .onAny(({ event }) => handled.push(event))
    .onError((error) => errors.push(error));
  const app = express().use(parser);
  app.post('/kolvera', createNodeHandler(receiver));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { headers, body } = sent;
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/kolvera`, {
    method: 'POST',
    headers,
    body: body as string,
  });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  return { status: response.status, handled, errors };
}

const nothing: RequestHandler = (_request, _response, next) => next();

test.each([
  ['no parser', nothing],
  ['express.raw()', express.raw({ type: '*/*' })],
  ['express.text()', express.text({ type: '*/*' })],
  [
    'express.json() that keeps the raw body',
    express.json({
      verify: (request, _response, raw) => {
        Object.assign(request, { rawBody: raw });
      },
    }),
  ],
])('a delivery is handled behind %s', async (_, parser) => {
  expect(await deliverThrough(parser)).toEqual({
    status: 200,
    handled: ['contact.created'],
    errors: [],
  });
});

test('behind express.json() the response says immediately what to change', async () => {
  const { status, handled, errors } = await deliverThrough(express.json());
  expect({ status, handled }).toEqual({ status: 500, handled: [] });
  expect(errors).toMatchObject([
    { code: 'body_already_parsed', message: expect.stringContaining('express') },
  ]);
});

test.each([
  ['which is 100 KB', {}, { status: 413, handled: [] }],
  ['set to 1 MB', { limit: '1mb' }, { status: 200, handled: ['contact.created'] }],
])('the limit of express.raw(), %s, comes before the receiver', async (_, limit, expected) => {
  const large = delivery({ event: 'contact.created', data: { notes: 'x'.repeat(150_000) } });
  const { errors, ...answered } = await deliverThrough(
    express.raw({ type: '*/*', ...limit }),
    large,
  );
  expect(answered).toEqual(expected);
  // So onError does not see what the parser rejects.
  expect(errors).toEqual([]);
});
