/** @module What every command shares: help with an example, --json, and error handling. */
import { Command } from 'commander';

interface CommandText {
  readonly description: string;
  /** Command lines to paste, each with a description. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** The end of the help: exit codes, what is assumed. */
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

/** Makes commander throw its errors, so that one place reports them. */
export function shared(command: Command): Command {
  return command.exitOverride().helpOption('-h, --help', 'show this help');
}
