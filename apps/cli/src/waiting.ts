/** @module A progress line for what takes longer than a second. */
import type { Surroundings } from './surroundings.ts';

const PATIENCE_MS = 1000;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Shows what the command is waiting for, and for how long, on a terminal only.
 * @returns a function that removes the line.
 */
export function waiting({ stderr }: Pick<Surroundings, 'stderr'>, what: string): () => void {
  if (!stderr.isTTY) return () => {};
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    stderr.write(`${CLEAR_LINE}${what} … ${seconds} s`);
  }, PATIENCE_MS);
  return () => {
    clearInterval(timer);
    if (performance.now() - started >= PATIENCE_MS) stderr.write(CLEAR_LINE);
  };
}
