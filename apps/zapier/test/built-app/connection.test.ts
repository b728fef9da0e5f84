/** @slow Drives the built app. */
import { describe, expect, test, vi } from 'vitest';
import { useStage } from './stage.ts';

const stage = useStage();

describe('connecting', () => {
  test('labels the connection with workspace and user', async () => {
    const label = await stage.zapier.connect({ api_key: ` ${stage.kolvera.apiKey}\n` });
    expect(label).toBe(`${stage.kolvera.workspace.name} (Priya Nair)`);
  });

  test('asks to reconnect when the key is wrong, without repeating it', async () => {
    const refusal = stage.zapier.connect({ api_key: 'kol_live_wrong' });
    await expect(refusal).rejects.toMatchObject({ type: 'ExpiredAuthError' });
    await expect(refusal).rejects.toThrow(/did not accept the API key/);
    await expect(refusal).rejects.not.toThrow(/kol_live_wrong/);
  });

  test('asks to reconnect when the key cannot be sent in a header', async () => {
    const refusal = stage.zapier.connect({ api_key: 'two\nlines' });
    await expect(refusal).rejects.toMatchObject({ type: 'ExpiredAuthError' });
  });

  test('accepts just a webhook secret, for the Verify Webhook action', async () => {
    const label = await stage.zapier.connect({ webhook_secret: 'whsec_pasted_from_kolvera' });
    expect(label).toMatch(/^Verify Webhook only \(secret [0-9a-f]{6}\)$/);
    expect(await stage.zapier.connect({ webhook_secret: 'whsec_another' })).not.toBe(label);
    await expect(stage.zapier.turnOn('contact_created')).rejects.toThrow(/no API key/);
  });

  test('needs one of the two', async () => {
    await expect(stage.zapier.connect({ api_key: '', webhook_secret: ' ' })).rejects.toThrow(
      /Enter an API key/,
    );
  });
});

describe('when Kolvera fails', () => {
  test('every method gives up on one that hangs, in time to say so', async () => {
    const calls = [
      'authentication.test',
      'triggers.contact_created.operation.performList',
      'triggers.contact_created.operation.performSubscribe',
      'triggers.contact_created.operation.performUnsubscribe',
    ];
    stage.kolvera.faults.next(calls.length, 'hang');
    // The stand-in fails a method that takes longer than the app promises.
    const targetUrl = 'https://hooks.zapier.com/hooks/standard/1/2/';
    await Promise.all(
      calls.map((method) =>
        expect(stage.zapier.call(method, { targetUrl })).rejects.toMatchObject({
          type: 'AppError',
          message: expect.stringContaining('did not answer in time'),
        }),
      ),
    );
  });

  test('429 is tried again, after the time that Kolvera asks for', async () => {
    stage.kolvera.faults.next(1, 'rate_limited');
    await expect(stage.zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'ThrottledError',
      delay: 2,
    });
  });

  test('a revoked key asks to reconnect', async () => {
    stage.kolvera.faults.next(1, 'unauthorized');
    await expect(stage.zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'ExpiredAuthError',
    });
  });

  test('5xx is explained', async () => {
    stage.kolvera.faults.next(1, 'server_error');
    await expect(stage.zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'AppError',
      code: 'unavailable',
      message: expect.stringMatching(/not available right now.+Try again/),
    });
  });

  test('a lost connection is explained', async () => {
    stage.kolvera.faults.next(1, 'drop_before');
    await expect(stage.zapier.turnOn('contact_created')).rejects.toMatchObject({
      type: 'AppError',
      message: 'Kolvera could not be reached. Try again later.',
    });
  });
});

test("Zapier's log has the calls, with key and secrets taken out", async () => {
  await stage.zapier.turnOn('contact_created');
  const secret = stage.kolvera.webhooks()[0]?.secret ?? '';
  // Turned on once more at the same address, the app has to ask for a new secret.
  await stage.zapier.turnOn('contact_created');
  const rotated = stage.kolvera.webhooks()[0]?.secret ?? '';
  await vi.waitFor(
    async () => {
      const traces = await stage.zapier.traces();
      expect(traces.includes(`201 POST ${stage.kolvera.baseUrl}/webhooks`)).toBe(true);
      expect(traces.includes('/rotate-secret')).toBe(true);
      expect(traces.includes('Authorization: :censored:')).toBe(true);
    },
    { timeout: 60_000 },
  );
  const traces = await stage.zapier.traces();
  const credentials = [stage.kolvera.apiKey, secret, rotated];
  expect(credentials.filter((credential) => credential === '')).toEqual([]);
  expect(rotated).not.toBe(secret);
  expect(credentials.filter((credential) => traces.includes(credential))).toEqual([]);
});
