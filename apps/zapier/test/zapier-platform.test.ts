/** @slow Builds the app. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { events } from '@kolvera/event-schema';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startZapierApi, type ZapierApi } from '../api-stand-in/server.ts';
import manifest from '../package.json' with { type: 'json' };
import { type Stage, stageApp } from '../scripts/stage.ts';
import { quiet, zapierPlatform } from '../scripts/zapier-platform.ts';
import { triggerKey } from '../src/triggers/event-trigger.ts';

// The CLI takes seconds, and more on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const triggers = [...events.map(({ name }) => triggerKey(name)), 'new_event'];

let stage: Stage;
beforeAll(() => {
  stage = stageApp();
});
afterAll(() => stage?.remove());

/** @returns what zapier-platform printed. @throws when it fails. */
async function run(folder: string, args: readonly string[], environment = {}): Promise<string> {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: tmpdir(), ...quiet, ...environment };
  const cli = promisify(execFile)(process.execPath, [zapierPlatform, ...args], {
    cwd: folder,
    env,
  });
  const { stdout, stderr } = await cli;
  return stdout + stderr;
}

test('zapier-platform validate finds the app sound', async () => {
  const printed = await run(stage.folder, ['validate', '--without-style']);
  expect(printed).toContain('This project is structurally sound!');
});

describe('against a stand-in for its API, Zapier', () => {
  let zapier: ZapierApi;
  const cli = (...args: string[]) =>
    run(stage.folder, args, {
      ZAPIER_BASE_ENDPOINT: zapier.origin,
      ZAPIER_DEPLOY_KEY: zapier.deployKey,
    });
  beforeAll(async () => {
    zapier = await startZapierApi();
  });
  afterAll(() => zapier?.close());

  test('gets nothing from an app that names no integration', async () => {
    await expect(cli('push', '--skip-dep-install')).rejects.toThrow(/hasn't yet been associated/);
    expect(zapier.uploads).toEqual([]);
  });

  test('gets the app with its 15 triggers and the action from zapier-platform push', async () => {
    const linked = { id: zapier.appId, key: `App${zapier.appId}` };
    writeFileSync(join(stage.folder, '.zapierapprc'), JSON.stringify(linked));
    await cli('push', '--skip-dep-install');
    expect(zapier.refused).toEqual([]);
    expect(zapier.checked).toEqual([triggers]);
    expect(zapier.uploads.map(({ version }) => version)).toEqual([manifest.version]);
    const [upload] = zapier.uploads;
    const app = JSON.parse(fileIn(upload?.buildZip, 'definition.json'));
    expect(app.version).toBe(manifest.version);
    expect(Object.keys(app.triggers)).toEqual(triggers);
    expect(Object.keys(app.creates)).toEqual(['verify_webhook']);
  });

  test('builds its copy of the source without this repository', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kolvera-zapier-source-'));
    try {
      for (const [name, content] of Object.entries(filesOf(zapier.uploads[0]?.sourceZip))) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder });
      const printed = await run(folder, ['build', '--skip-validation', '--skip-dep-install']);
      expect(printed).toContain('Build complete!');
      const built = readFileSync(join(folder, 'build/build.zip'));
      expect(fileIn(built, 'index.js')).toBe(fileIn(zapier.uploads[0]?.buildZip, 'index.js'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('answers the first promotion with the address for publishing it', async () => {
    const printed = await cli('promote', manifest.version, '--yes');
    expect(printed).toMatch(/The next step is to visit .+\/activation/);
    expect(zapier.refused).toEqual([]);
    expect(zapier.promotions).toEqual([
      { version: manifest.version, changelog: expect.stringMatching(/^- \w/) },
    ]);
  });

  test('promotes a published app at once', async () => {
    zapier.publish();
    const printed = await cli('promote', manifest.version, '--yes');
    expect(printed).toContain('Promotion successful!');
    expect(zapier.refused).toEqual([]);
  });
});

function filesOf(zip: Uint8Array | undefined) {
  return unzipSync(zip ?? new Uint8Array());
}

function fileIn(zip: Uint8Array | undefined, name: string): string {
  return strFromU8(filesOf(zip)[name] ?? new Uint8Array());
}
