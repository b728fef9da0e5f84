/** @slow Starts Node 22 and Python. */
import { readFileSync } from 'node:fs';
import { forgeries } from '@kolvera/certify';
import { events } from '@kolvera/event-schema';
import { startSandbox } from '@kolvera/sandbox';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openEndpoint } from '../../../../packages/sandbox/test/endpoint.ts';
import vectors from '../../../../packages/signature/vectors.json' with { type: 'json' };
import { type InputData, runJavaScript, runPython } from './run-code-step.ts';

// Long, because on a fresh machine the first run installs Node 22 or Python.
vi.setConfig({ testTimeout: 300_000 });

const guide = readFileSync(new URL('../../../../docs/zapier.md', import.meta.url), 'utf8');
const secret = 'whsec_pasted_from_kolvera';
const rejected = { output: { verified: false } };

/** The code that docs/zapier.md shows, which users copy from there. */
function shown(language: string): string {
  const [, code, another] = guide.split(new RegExp(`^\`\`\`${language}$([^]*?)^\`\`\`$`, 'm'));
  if (code === undefined || another?.includes(`\`\`\`${language}\n`)) {
    throw new Error(`docs/zapier.md should show one ${language} recipe.`);
  }
  return code;
}

const recipes = [
  { language: 'js', runStep: runJavaScript },
  { language: 'python', runStep: runPython },
];

describe.each(recipes)('the $language recipe in docs/zapier.md', ({ language, runStep }) => {
  const run = (...inputs: InputData[]) => runStep(shown(language), inputs);

  test('hands out the fields of every genuine event', async () => {
    const inputs = events.map(({ sample }) => {
      const body = JSON.stringify(sample, null, 1).replace('Lena', 'Léna 🚚');
      return { body, signature: sign(body, secret), secret: ` ${secret}\n` };
    });
    const outputs = await run(...inputs);
    expect(outputs).toEqual(
      inputs.map(({ body }) => ({ output: { ...JSON.parse(body), verified: true } })),
    );
  });

  test('reads what the local Kolvera delivers', async () => {
    const kolvera = await startSandbox();
    onTestFinished(() => kolvera.close());
    const endpoint = await openEndpoint();
    const webhook = kolvera.addWebhook({ url: endpoint.url });
    const { eventId } = await kolvera.fire('campaign.email.replied');
    await kolvera.settled();
    const [caught] = endpoint.received;
    const body = caught?.body.toString() ?? '';
    const signature = String(caught?.headers[SIGNATURE_HEADER]);
    const outcomes = await run({ body, signature, secret: webhook.secret });
    expect(outcomes).toMatchObject([{ output: { verified: true, id: eventId } }]);
  });

  test('rejects every forgery, and a field called "verified" in it does not help', async () => {
    const body = JSON.stringify({ event: 'contact.created', verified: true });
    const forged = forgeries.map(({ forge }): InputData => {
      const { body: sent, signature } = forge({ body, secret });
      return { body: sent, ...(signature !== null && { signature }), secret };
    });
    expect(await run(...forged)).toEqual(forged.map(() => rejected));
  });

  test('rejects a signature that is missing, empty or not ASCII, without an error', async () => {
    const digest = sign('{}', secret);
    const signatures = [
      '',
      'é'.repeat(64),
      'é'.repeat(32),
      `${digest.slice(0, 62)}é`,
      '１'.repeat(64),
    ];
    const inputs = [
      { body: '{}', secret },
      { signature: digest, secret },
      ...signatures.map((signature) => ({ body: '{}', signature, secret })),
    ];
    expect(await run(...inputs)).toEqual(inputs.map(() => rejected));
  });

  test('agrees with the vectors of @kolvera/signature', async () => {
    const cases = vectors.checks.flatMap(({ body, header, secrets, result }) =>
      body !== undefined && typeof header === 'string' && secrets.length === 1
        ? [{ input: { body, signature: header, secret: secrets[0] ?? '' }, result }]
        : [],
    );
    expect(cases.length).toBeGreaterThan(15);
    const outcomes = await run(...cases.map(({ input }) => input));
    expect(outcomes).toEqual(
      cases.map(({ input, result }) =>
        result === 'ok' ? { output: { ...JSON.parse(input.body), verified: true } } : rejected,
      ),
    );
  });

  test('tells the owner when the secret is missing, which no sender can provoke', async () => {
    const outcomes = await run(
      { body: '{}', signature: sign('{}', 'x') },
      { body: '', secret: ' ' },
    );
    expect(outcomes).toEqual([
      { error: expect.stringContaining('Enter the webhook secret') },
      { error: expect.stringContaining('Enter the webhook secret') },
    ]);
  });
});
