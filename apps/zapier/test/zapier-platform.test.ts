import { events } from '@kolvera/event-schema';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { triggerKey } from '../src/triggers/event-trigger.ts';
import { type AppCopy, copyApp, link } from './zapier/app-copy.ts';
import { startPlatformApi } from './zapier/platform-api.ts';

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

test(
  'zapier-platform push uploads the app with its 15 triggers and the action',
  async () => {
    const deployKey = 'a-deploy-key-of-the-test';
    const zapier = await startPlatformApi({ id: 4711, deployKey });
    try {
      await link(copy, 4711);
      await copy.zapierPlatform(['push', '--skip-dep-install'], {
        ZAPIER_BASE_ENDPOINT: zapier.origin,
        ZAPIER_DEPLOY_KEY: deployKey,
      });
    } finally {
      zapier.close();
    }
    expect(zapier.refused).toEqual([]);
    expect(zapier.checked).toEqual([triggers]);
    const [upload, ...others] = zapier.uploads;
    expect(others).toEqual([]);
    const definition = unzipSync(upload?.buildZip ?? new Uint8Array())['definition.json'];
    const app = JSON.parse(strFromU8(definition ?? new Uint8Array()));
    expect(upload?.version).toBe(app.version);
    expect(Object.keys(app.triggers)).toEqual(triggers);
    expect(Object.keys(app.creates)).toEqual(['verify_webhook']);
    expect(Object.keys(unzipSync(upload?.sourceZip ?? new Uint8Array()))).toContain('package.json');
  },
  TIME_LIMIT_MS,
);
