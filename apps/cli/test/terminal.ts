/** @module The command in a real terminal, with keys pressed, by util-linux's `script`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { requireDebianPackage } from '../../../scripts/require-debian-package.ts';

export const KOLVERA = fileURLToPath(new URL('../bin/kolvera.js', import.meta.url));

export interface Terminal {
  /** Everything that was written to it. */
  screen(): string;
  press(keys: string): void;
  /** Waits for something on the screen. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | null>;
}

/** @param env beside what the terminal needs. */
export async function openTerminal(
  argv: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Terminal> {
  const words = [process.execPath, KOLVERA, ...argv].map((word) => `'${word}'`);
  const child = spawn(
    await requireDebianPackage('script', 'bsdutils'),
    ['-qefc', words.join(' '), '/dev/null'],
    {
      cwd,
      env: { PATH: process.env.PATH, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    },
  );
  let all = '';
  child.stdout.on('data', (chunk) => {
    all += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onTestFinished(() => {
    child.kill();
  });
  return {
    screen: () => all,
    press: (keys) => child.stdin.write(keys),
    async shows(pattern) {
      const deadline = Date.now() + 20_000;
      while (Date.now() < deadline) {
        const found = pattern.exec(all);
        if (found !== null) return found;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`The terminal did not show ${pattern}:\n${all}`);
    },
    ended,
  };
}
