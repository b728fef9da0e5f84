/** @module What surrounds a command: the terminal, the environment, the folder, and Ctrl-C. */

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** The width of a terminal. */
  readonly columns?: number;
}

export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (keys: Buffer | string) => void): unknown;
  off(event: 'data', listener: (keys: Buffer | string) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

export interface Surroundings {
  /** Where the command was started. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  /** Results, and nothing else. */
  readonly stdout: Output;
  /** Messages, progress, errors. */
  readonly stderr: Output;
  /** Aborts on Ctrl-C and on SIGTERM. */
  readonly interrupted: AbortSignal;
}

/** Resolves when the signal aborts, at once if it already has. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
