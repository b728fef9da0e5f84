import { events } from '@kolvera/event-schema';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { triggerKey } from '../src/triggers/event-trigger.ts';
import { type AppCopy, copyApp, link } from './zapier/app-copy.ts';
import { type PlatformApi, startPlatformApi } from './zapier/platform-api.ts';

// The CLI takes seconds, and more on a busy machine.
const TIME_LIMIT_MS = 120_000;

const triggers = [...events.map(({ name }) => triggerKey(name)), 'new_event'];

let copy: AppCopy;
beforeAll(async () => {
  copy = await copyApp();
});
afterAll(() => copy?.remove());

test(
  'zapier-platform validate finds the app sound',
  async () => {
    const printed = await copy.zapierPlatform(['validate', '--without-style']);
    expect(printed).toContain('This project is structurally sound!');
  },
  TIME_LIMIT_MS,
);

describe('against a stand-in for its API, Zapier', () => {
  const deployKey = 'a-deploy-key-of-the-test';
  let zapier: PlatformApi;
  const run = (...args: string[]) =>
    copy.zapierPlatform(args, {
      ZAPIER_BASE_ENDPOINT: zapier.origin,
      ZAPIER_DEPLOY_KEY: deployKey,
    });
  beforeAll(async () => {
    zapier = await startPlatformApi({ id: 4711, deployKey });
    await link(copy, 4711);
  });
  afterAll(() => zapier?.close());

  test(
    'gets the app with its 15 triggers and the action from zapier-platform push',
    async () => {
      await run('push', '--skip-dep-install');
      expect(zapier.refused).toEqual([]);
      expect(zapier.checked).toEqual([triggers]);
      expect(zapier.uploads.map(({ version }) => version)).toEqual([manifest.version]);
      const [upload] = zapier.uploads;
      const app = JSON.parse(fileIn(upload?.buildZip, 'definition.json'));
      expect(app.version).toBe(manifest.version);
      expect(Object.keys(app.triggers)).toEqual(triggers);
      expect(Object.keys(app.creates)).toEqual(['verify_webhook']);
      expect(JSON.parse(fileIn(upload?.sourceZip, 'package.json'))).toEqual(manifest);
    },
    TIME_LIMIT_MS,
  );

  test(
    'is told what is new by zapier-platform promote',
    async () => {
      const printed = await run('promote', manifest.version, '--yes');
      expect(printed).toContain('Promotion successful!');
      expect(zapier.refused).toEqual([]);
      expect(zapier.promotions).toEqual([
        { version: manifest.version, changelog: expect.stringMatching(/^- \w/) },
      ]);
    },
    TIME_LIMIT_MS,
  );
});

function fileIn(zip: Uint8Array | undefined, name: string): string {
  return strFromU8(unzipSync(zip ?? new Uint8Array())[name] ?? new Uint8Array());
}
