/** @slow Drives the built app. */
import { sign } from '@kolvera/signature';
import { beforeEach, expect, test } from 'vitest';
import { body, useStage } from './stage.ts';

const stage = useStage();

const secret = 'whsec_pasted_from_kolvera';
const raw = body('meeting.booked');
beforeEach(() => stage.zapier.connect({ webhook_secret: secret }));

test('reads the event that Catch Raw Hook caught', async () => {
  const event = await stage.zapier.act('verify_webhook', { body: raw, digest: sign(raw, secret) });
  expect(event).toEqual(JSON.parse(raw));
});

test('ignores white space around the signature and the secret, which pasting leaves', async () => {
  await stage.zapier.connect({ webhook_secret: ` ${secret}\n` });
  const digest = ` ${sign(raw, secret)}\n`;
  const event = await stage.zapier.act('verify_webhook', { body: raw, digest });
  expect(event).toEqual(JSON.parse(raw));
});

test.each([
  ['the signature is missing', { body: raw, digest: '' }, 'no X-Kolvera-Signature'],
  ['the signature is malformed', { body: raw, digest: 'sha256=' }, '64 hexadecimal digits'],
  ['the body was changed', { body: `${raw} `, digest: sign(raw, secret) }, 'does not match'],
  ['nothing was passed on', {}, 'no X-Kolvera-Signature'],
  [
    'the event is of another type',
    { body: raw, digest: sign(raw, secret), event: 'contact.created' },
    'meeting.booked',
  ],
])('stops the Zap when %s, and says so', async (_, input, reason) => {
  const refusal = stage.zapier.act('verify_webhook', input);
  await expect(refusal).rejects.toMatchObject({ type: 'HaltedError' });
  await expect(refusal).rejects.toThrow(reason);
});

test('without a secret in the connection it is an error of the Zap', async () => {
  await stage.zapier.connect({ api_key: stage.kolvera.apiKey });
  await expect(
    stage.zapier.act('verify_webhook', { body: raw, digest: sign(raw, secret) }),
  ).rejects.toMatchObject({ type: 'AppError', code: 'missing_secret' });
});

test('shows the fields of the chosen type, with its sample', async () => {
  const chosen = { inputData: { event: 'meeting.booked' } };
  const fields = await stage.zapier.call('creates.verify_webhook.operation.outputFields', chosen);
  const { meeting } = JSON.parse(raw).data;
  expect(fields).toContainEqual({
    key: 'data__meeting__title',
    label: 'Meeting Title',
    type: 'string',
    sample: meeting.title,
  });
  expect(fields).not.toContainEqual(expect.objectContaining({ key: 'data__campaign__name' }));
});
