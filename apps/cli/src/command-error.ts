/** @module Why a command fails. */

/** 2: wrong usage. 1: the command failed. */
type ExitCode = 1 | 2;

/** A mistake by the user, or in what they work with. Never holds a secret. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** Stable, for programs. The message tells people what to do. */
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, exitCode: ExitCode = 2) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** The command has printed its result, and the result is a failure: exit code 1. */
export class Unsuccessful extends Error {
  override readonly name = 'Unsuccessful';
}
