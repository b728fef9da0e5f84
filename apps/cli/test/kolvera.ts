/** @module The command in a test: its own folder, no terminal, and what it printed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished, vi } from 'vitest';
import { run } from '../src/run.ts';
import type { Output } from '../src/surroundings.ts';

// Whole commands, on a machine that runs other test files beside this one.
vi.setConfig({ testTimeout: 30_000 });

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
}

export interface Running {
  readonly ended: Promise<Ran>;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ctrl-C. @returns when it has ended. */
  interrupt(): Promise<Ran>;
}

/** A temporary project folder, removed after the test. */
export function temporaryProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function start(argv: readonly string[], around: Around = {}): Running {
  const stdout = collected();
  const stderr = collected();
  const stdin = new PassThrough();
  stdin.end(around.stdin ?? '');
  const interruption = new AbortController();
  const ended = run(argv, {
    cwd: around.cwd ?? temporaryProject(),
    env: around.env ?? {},
    stdin,
    stdout,
    stderr,
    interrupted: interruption.signal,
  }).then((code) => ({ code, stdout: stdout.text(), stderr: stderr.text() }));
  onTestFinished(async () => {
    interruption.abort();
    await ended;
  });
  return {
    ended,
    stdout: stdout.text,
    stderr: stderr.text,
    interrupt() {
      interruption.abort();
      return ended;
    },
  };
}

export function kolvera(argv: readonly string[], around: Around = {}): Promise<Ran> {
  return start(argv, around).ended;
}

/** Runs a listener on a free port. @returns it, and its address. */
export async function listening(
  argv: readonly string[],
  around: Around = {},
): Promise<Running & { readonly url: string }> {
  const running = start(['listen', '--port', '0', ...argv], around);
  const url = await printed(running, /Listening at (http:\S+\/)/);
  return { ...running, url };
}

/** Waits for something on standard error. @returns the first group. */
export async function printed(running: Running, pattern: RegExp): Promise<string> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const found = pattern.exec(running.stderr());
    if (found !== null) return found[1] ?? found[0];
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Nothing like ${pattern} was printed:\n${running.stderr()}`);
}

function collected(): Output & { text(): string } {
  let all = '';
  return {
    write(text) {
      all += text;
    },
    text: () => all,
  };
}
