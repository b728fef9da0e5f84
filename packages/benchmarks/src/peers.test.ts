import { expect, test } from 'vitest';
import { peers } from './peers.ts';

const body = '{"name":"Zoë 🦘"}';

async function accepts(verdict: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await verdict();
  } catch {
    return false;
  }
}

test.each(peers)('$name accepts what its vendor signed, and nothing else', async (peer) => {
  const signed = peer.sign(body);
  expect(await accepts(() => peer.verify(body, signed))).toBe(true);
  expect(await accepts(() => peer.verify(`${body} `, signed))).toBe(false);
  expect(await accepts(() => peer.verify(body, peer.sign('{}')))).toBe(false);
});

test('the five of them', () => {
  expect(peers.map(({ name }) => name).sort()).toEqual([
    '@octokit/webhooks-methods',
    '@paddle/paddle-node-sdk',
    'standardwebhooks',
    'stripe',
    'svix',
  ]);
});
