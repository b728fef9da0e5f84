/** @module The command in a real terminal, with keys pressed, by util-linux's `script`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';

export const KOLVERA = fileURLToPath(new URL('../bin/kolvera.js', import.meta.url));

export interface Terminal {
  /** Everything that was written to it. */
  written(): string;
  press(keys: string): void;
  /** Waits for something to be written. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | null>;
  close(): void;
}

export interface TerminalOptions {
  readonly cwd: string;
  /** Beside what a terminal needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

export async function openTerminal(
  argv: readonly string[],
  { cwd, env, columns = 100, rows = 24 }: TerminalOptions,
): Promise<Terminal> {
  const words = [process.execPath, KOLVERA, ...argv].map((word) => `'${word}'`).join(' ');
  const command = `stty cols ${columns} rows ${rows}; exec ${words}`;
  const script = await requireDebianPackage('script', 'bsdutils');
  const child = spawn(script, ['-qefc', command, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  });
  let all = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    all += chunk;
  });
  return {
    written: () => all,
    press: (keys) => child.stdin.write(keys),
    async shows(pattern) {
      const deadline = Date.now() + 60_000;
      while (Date.now() < deadline) {
        const found = pattern.exec(all);
        if (found !== null) return found;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`The terminal did not show ${pattern}:\n${all}`);
    },
    ended: new Promise((resolve) => child.once('exit', resolve)),
    close: () => child.kill(),
  };
}
