/** @module @slow Starts four frameworks, and Flask in a separate process. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CertifyOptions, certify, type FaultCode, type Report } from '../src/index.ts';
import { startExpress } from './endpoints/express.ts';
import { startFastify } from './endpoints/fastify.ts';
import { startFlask } from './endpoints/flask.ts';
import {
  handWritten,
  type PlantedFault,
  plantedFaults,
  type RunningEndpoint,
} from './endpoints/hand-written.ts';
import { startHono } from './endpoints/hono.ts';

const SECRET = 'whsec_of_the_endpoint_under_test';
/** The first run on Flask installs it. */
const TIMEOUT = 600_000;

const frameworks: Readonly<Record<string, (fault?: PlantedFault) => Promise<RunningEndpoint>>> = {
  Express: (fault) => startExpress(handWritten(SECRET, fault)),
  Fastify: (fault) => startFastify(handWritten(SECRET, fault)),
  Hono: (fault) => startHono(handWritten(SECRET, fault)),
  Flask: (fault) => startFlask(SECRET, fault),
};

const examine = ({ url, counter }: RunningEndpoint, options: Partial<CertifyOptions> = {}) =>
  certify({ url, secret: SECRET, counter, load: 50, ...options });

const sourceOf = ({ source }: RunningEndpoint) => ({
  path: basename(source.pathname),
  text: readFileSync(source, 'utf8'),
});

function faultsOf({ results }: Report): FaultCode[] {
  return results.flatMap(({ finding }) => (finding.outcome === 'broken' ? [finding.fault] : []));
}

describe.concurrent.each(Object.entries(frameworks))(
  'a hand-written endpoint on %s',
  (_, start) => {
    test('is certified when it is right, 1,000 mixed deliveries included', {
      timeout: TIMEOUT,
    }, async ({ onTestFinished }) => {
      const running = await start();
      onTestFinished(() => running.stop());
      const report = await examine(running, { load: 1_000 });
      expect(report.results.filter(({ finding }) => finding.outcome === 'broken')).toEqual([]);
      expect(report.certified).toBe(true);
    });

    test.for(Object.entries(plantedFaults))(
      'with the fault %s gets %s',
      { timeout: TIMEOUT },
      async ([planted, fault], { onTestFinished }) => {
        const running = await start(planted as PlantedFault);
        onTestFinished(() => running.stop());
        const report = await examine(running, {
          ...(planted === 'answers-late' && { answerWithinMs: 100 }),
          ...(planted === 'compares-with-===' && { source: [sourceOf(running)] }),
        });
        expect(report.certified).toBe(false);
        expect(faultsOf(report)).toContain(fault);
      },
    );
  },
);

test('what cannot be seen from outside is said, and what to do about it', {
  timeout: TIMEOUT,
}, async ({ onTestFinished }) => {
  const running = await startExpress(handWritten(SECRET, 'runs-repeats'));
  onTestFinished(() => running.stop());
  const { url } = running;
  const { certified, results } = await certify({ url, secret: SECRET, load: 10 });
  expect(certified).toBe(true);
  const unseen = results.filter(({ finding }) => finding.outcome === 'unseen');
  expect(unseen.map(({ id }) => id)).toEqual([
    'constant-time',
    'repeated-delivery',
    'repeated-at-once',
    'same-id-other-body',
  ]);
  expect(unseen[0]?.finding).toMatchObject({ why: expect.stringContaining('never with ===') });
});

test.each([['nothing that listens', 'http://127.0.0.1:9', 'unreachable']] as const)(
  'with %s the first check says so and the others are left out',
  async (_, url, fault) => {
    const report = await certify({ url, secret: SECRET });
    expect(faultsOf(report)).toEqual([fault]);
    expect(report.results).toHaveLength(1);
  },
);

test('with another secret the first check says so', async ({ onTestFinished }) => {
  const running = await startExpress(handWritten('whsec_another'));
  onTestFinished(() => running.stop());
  expect(faultsOf(await examine(running))).toEqual(['refuses_genuine']);
});

test('a counter that gives no number is the owner’s mistake', async ({ onTestFinished }) => {
  const running = await startExpress(handWritten(SECRET));
  onTestFinished(() => running.stop());
  const { url } = running;
  await expect(certify({ url, secret: SECRET, counter: url })).rejects.toMatchObject({
    code: 'unreadable_counter',
  });
});
