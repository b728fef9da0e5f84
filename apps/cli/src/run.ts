/** @module Runs a command line and turns errors into a message and an exit code. */
import { type Command, CommanderError } from 'commander';
import { CommandError, Unsuccessful } from './command-error.ts';
import { createProgram } from './program.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * @param argv the arguments alone: `['trigger', 'contact.created']`.
 * @returns the exit code.
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<number> {
  const program = createProgram(around);
  for (const command of withSubcommands(program)) {
    command.showHelpAfterError(`See: ${pathOf(command)} --help`).configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text),
      getOutHelpWidth: () => around.stdout.columns ?? 100,
      getErrHelpWidth: () => around.stderr.columns ?? 100,
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof Unsuccessful) return 1;
    // Commander has already printed its own errors, and the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    around.stderr.write(describeError(error, argv.includes('--json')));
    return exitCodeOf(error);
  }
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** `kolvera webhooks list` */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** 2 for unusable input, 1 for every other failure. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof Error && error.name === 'SignatureError' ? 2 : 1;
}

function describeError(error: unknown, json: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return json ? `${JSON.stringify({ error: { code, message } })}\n` : `${message}\n`;
}
