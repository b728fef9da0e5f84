import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { certify } from '@kolvera/certify';
import { expect, test } from 'vitest';
import { createReceiver } from '../src/index.ts';
import { createNodeHandler } from '../src/node/index.ts';

const SECRET = 'whsec_of_the_endpoint_under_test';

test('the receiver is certified, 1,000 mixed deliveries included', { timeout: 60_000 }, async ({
  onTestFinished,
}) => {
  let handled = 0;
  const receiver = createReceiver({ secret: SECRET })
    .onAny(() => {
      handled += 1;
    })
    .onError(() => undefined);
  const handle = createNodeHandler(receiver);
  const server = createServer((request, response) =>
    request.url === '/handled' ? response.end(String(handled)) : handle(request, response),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { results } = await certify({ url, secret: SECRET, counter: `${url}/handled` });
  expect(results.filter(({ finding }) => finding.outcome === 'broken')).toEqual([]);
});
