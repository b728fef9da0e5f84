/** @module The built zip as Zapier runs it: unpacked in a folder of its own, on Node 22, called through its handler. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node22 } from '@kolvera/test-support/node22';
import decompress from 'zapier-platform-cli/src/utils/decompress.js';

export const buildZip = fileURLToPath(new URL('../../build/build.zip', import.meta.url));

const worker = fileURLToPath(new URL('./lambda-worker.ts', import.meta.url));

/** What zapierwrapper.js is called with (zapier-platform-core, create-lambda-handler.js). */
export interface LambdaEvent {
  readonly command: 'execute' | 'definition' | 'validate';
  readonly method?: string;
  readonly bundle?: Readonly<Record<string, unknown>>;
  /** The app's environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Without one, the app's log goes nowhere. */
  readonly token?: string;
  /** Makes the platform's own checks of results fail instead of being logged. */
  readonly isDeveloper?: boolean;
}

/** An error that the handler threw, by the name that Zapier tells errors apart with. */
export class LambdaError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface Lambda {
  /** @throws LambdaError */
  invoke(event: LambdaEvent): Promise<unknown>;
  /** What the process printed. */
  output(): string;
  stop(): Promise<void>;
}

export type LambdaAnswer =
  | { readonly call: number; readonly results: unknown }
  | { readonly call: number; readonly error: { readonly name: string; readonly message: string } };

/** @param environment the process's whole environment; the test runner's own is kept out. */
export async function startLambda(environment: Readonly<Record<string, string>>): Promise<Lambda> {
  if (!existsSync(buildZip)) {
    throw new Error(`There is no ${buildZip}. Run "npm run build -w apps/zapier" first.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-zapier-'));
  await decompress(buildZip, folder);
  const child = fork(worker, [folder], {
    execPath: node22(),
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  return {
    invoke: caller(child, printed),
    output: () => printed.join(''),
    async stop() {
      const isRunning = child.exitCode === null && child.signalCode === null;
      const ended = isRunning ? once(child, 'exit') : undefined;
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Call {
  resolve(results: unknown): void;
  reject(error: Error): void;
}

function caller(child: ChildProcess, printed: readonly string[]): Lambda['invoke'] {
  const waiting = new Map<number, Call>();
  let calls = 0;
  child.on('message', (answer: LambdaAnswer) => {
    const call = waiting.get(answer.call);
    waiting.delete(answer.call);
    if ('results' in answer) call?.resolve(answer.results);
    else call?.reject(new LambdaError(answer.error.name, answer.error.message));
  });
  child.on('exit', (code) => {
    for (const call of waiting.values()) {
      call.reject(new Error(`The app's process ended (${code}):\n${printed.join('')}`));
    }
  });
  return (event) =>
    new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      child.send({ call: calls, event });
    });
}
