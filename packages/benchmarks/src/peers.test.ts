import { expect, test } from 'vitest';
import { peers } from './peers.ts';

const body = '{"name":"Zoë 🦘"}';

async function accepts(verify: () => unknown): Promise<boolean> {
  try {
    await verify();
    return true;
  } catch {
    return false;
  }
}

test.each(peers)('$name accepts what its vendor signed, and nothing else', async (peer) => {
  const verify = peer.signed(body);
  expect(await accepts(() => verify(body))).toBe(true);
  expect(await accepts(() => verify(`${body} `))).toBe(false);
  expect(await accepts(() => peer.signed('{}')(body))).toBe(false);
});
