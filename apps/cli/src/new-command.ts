/** @module What every command has in common: help with an example, --json, and how it fails. */
import { Command } from 'commander';

interface CommandText {
  readonly description: string;
  /** Command lines that can be pasted, each with what it does. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** Said at the end of the help: exit codes, what is assumed. */
  readonly more?: string;
}

export function newCommand(name: string, { description, examples, more }: CommandText): Command {
  const shown = examples.map(([command, does]) => `  # ${does}\n  $ ${command}`).join('\n');
  return shared(new Command(name))
    .description(description)
    .option('--json', 'print results as JSON')
    .addHelpText(
      'after',
      `\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${shown}${more ? `\n\n${more}` : ''}`,
    );
}

/** Has errors thrown, to be reported in one place, and says how to get help. */
export function shared(command: Command): Command {
  return command.exitOverride().helpOption('-h, --help', 'show this help');
}
