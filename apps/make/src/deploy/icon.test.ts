import { expect, test } from 'vitest';
import { readTree } from '../tree/read-tree.ts';
import { readLocalApp } from './local-app.ts';

test('the icon is a PNG of 512 by 512 pixels, which is all that Make takes', async () => {
  const { icon } = await readLocalApp(await readTree());
  const png = Buffer.from(icon);
  expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
});
