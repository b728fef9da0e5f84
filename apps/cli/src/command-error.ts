/** @module Why a command ends without success. */

/** 2: called wrongly. 1: called rightly, and it did not work out. */
type ExitCode = 1 | 2;

/** A mistake of the person in front of the terminal, or of what they work with. Never holds a secret. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** Stable, for programs. The message says what to do, for people. */
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, exitCode: ExitCode = 2) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** The command has said all there is to say, and the answer is no: exit code 1. */
export class Unsuccessful extends Error {
  override readonly name = 'Unsuccessful';
}
