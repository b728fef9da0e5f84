/** @module The built app on Node 22, connected to a local Kolvera, for the tests of one file. */
import { startTestSandbox, type TestSandbox } from '@kolvera/conformance';
import { events } from '@kolvera/event-schema';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { startZapier, type ZapierStandIn } from '../zapier/stand-in.ts';

// Loading the app on Node 22 takes a second, and much more while a machine installs that Node.
const TIME_LIMIT_MS = 60_000;

export interface Stage {
  readonly kolvera: TestSandbox;
  readonly zapier: ZapierStandIn;
}

/** Starts both before the file's tests. Each test starts connected, and its Zap is turned off. */
export function useStage(): Stage {
  vi.setConfig({ testTimeout: TIME_LIMIT_MS, hookTimeout: TIME_LIMIT_MS });
  let kolvera: TestSandbox;
  let zapier: ZapierStandIn;
  beforeAll(async () => {
    kolvera = await startTestSandbox();
    zapier = await startZapier({ KOLVERA_API_URL: kolvera.baseUrl });
  });
  afterAll(async () => {
    await zapier?.stop();
    await kolvera?.close();
  });
  beforeEach(() => zapier.connect({ api_key: kolvera.apiKey }));
  afterEach(async () => {
    kolvera.faults.clear();
    await zapier.connect({ api_key: kolvera.apiKey });
    await zapier.turnOff();
  });
  return {
    get kolvera() {
      return kolvera;
    },
    get zapier() {
      return zapier;
    },
  };
}

/** The runs of the Zap that a step of a test led to. */
export async function runsOf({ kolvera, zapier }: Stage, step: () => Promise<unknown>) {
  const before = (await zapier.runs()).length;
  await step();
  await kolvera.settled();
  return (await zapier.runs()).slice(before);
}

/** An event's sample as Kolvera would send it. */
export function body(event: string): string {
  return JSON.stringify(events.find(({ name }) => name === event)?.sample);
}
