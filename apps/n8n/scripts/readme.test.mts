import { readFile } from 'node:fs/promises';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { expect, test } from 'vitest';
import { README, readme } from './readme.mts';

test('README.md is up to date (npm run generate -w n8n-nodes-kolvera)', async () => {
  expect(await readFile(README, 'utf8')).toBe(await readme());
});

test('a fifteenth event appears by itself', async () => {
  expect(await readme(withImaginaryEvent())).toContain(`| \`${imaginaryEvent.name}\` |`);
});
