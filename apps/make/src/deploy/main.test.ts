/**
 * What a maintainer types and reads, in a process of its own.
 * @slow Starts a program for each test.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type MakeApiStandIn, startMakeApi } from '../../api-stand-in/server.ts';

// Each run starts a process, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const MAIN = join(import.meta.dirname, 'main.ts');

interface Ended {
  readonly code: number;
  readonly printed: string;
}

function run(env: Readonly<Record<string, string>>, ...options: string[]): Promise<Ended> {
  const args = ['--conditions=@kolvera/source', MAIN, ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, printed: stdout + stderr });
    });
  });
}

async function withMakeApi(use: (make: MakeApiStandIn) => Promise<void>) {
  const make = await startMakeApi();
  await use(make).finally(() => make.close());
}

test('prints the plan, section by section, carries it out, and has nothing left to do', () =>
  withMakeApi(async (make) => {
    const env = { MAKE_ZONE: make.zone, MAKE_TOKEN: make.token };
    const plan = await run(env, '--dry-run');
    expect(plan.code).toBe(0);
    expect(plan.printed).toMatch(/^would create app "Kolvera"\n/u);
    expect(plan.printed).toContain('\nwould write webhook "Contact events": attach\n');
    expect(make.writes).toEqual([]);

    const first = await run(env);
    expect(first.code).toBe(0);
    expect(first.printed).toContain('\nwrite app: icon\n');
    const second = await run(env);
    expect(second.printed).toMatch(/^\d+ unchanged, 0 written, 0 failed\n$/u);
    for (const { printed } of [plan, first, second]) expect(printed).not.toContain(make.token);
  }));

test('ends with status 1 after a failure', () =>
  withMakeApi(async (make) => {
    const env = { MAKE_ZONE: make.zone, MAKE_TOKEN: make.token };
    make.fault = (route) => (route.startsWith('PUT') ? 500 : undefined);
    const { code, printed } = await run(env);
    expect(code).toBe(1);
    expect(printed).toContain('FAILED write app: base: Make responded 500');
    expect(printed).not.toContain(make.token);
  }));

test('explains a mistake in one line and without the token', async () => {
  const MAKE_TOKEN = 'a-token-of-nobody';
  const unreachable = await run({ MAKE_ZONE: '127.0.0.1:1', MAKE_TOKEN });
  expect(unreachable).toMatchObject({ code: 1 });
  expect(unreachable.printed).toMatch(/^127\.0\.0\.1:1 cannot be reached\. .+\n$/u);
  expect(unreachable.printed).not.toContain(MAKE_TOKEN);
  expect(await run({}, '--force')).toEqual({ code: 1, printed: 'The only option is --dry-run.\n' });
});
