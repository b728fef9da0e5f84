/** @module An example that was started as a program, and where it listens. */
import type { ChildProcess } from 'node:child_process';
import { expect, vi } from 'vitest';

export interface Answer {
  readonly status: number;
}

/** @returns when the example has printed its port. */
export async function started(child: ChildProcess) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const PORT = /port: (\d+)|localhost:(\d+)|\[::\]:(\d+)|127\.0\.0\.1:(\d+)/;
  await vi.waitFor(() => expect(text).toMatch(PORT), { timeout: 60_000 });
  const port = Number(
    PORT.exec(text)
      ?.slice(1)
      .find((digits) => digits !== undefined),
  );
  return { port, printed: () => text };
}
