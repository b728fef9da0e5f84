import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import { withSecretOptions } from '../secret-options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { VerifyOptions } from './verify.ts';

export function verifyCommand(around: Surroundings): Command {
  const command = newCommand('verify', {
    description: 'check whether a signature matches a body, and if not, why',
    examples: [
      [
        'kolvera verify --signature 5f8d… body.json',
        "Check a saved body with the project's secret",
      ],
      [
        'kolvera verify --secret whsec_… --signature 5f8d… < body.json',
        'Read the body from standard input',
      ],
    ],
    more: 'Exit code: 0 it matches, 1 it does not, 2 wrong usage.',
  })
    .argument('[file]', 'the body, byte for byte (default: standard input)')
    .requiredOption('--signature <value>', "the signature header's value");
  return withSecretOptions(command).action(
    async (file: string | undefined, options: VerifyOptions) => {
      const { verify } = await import('./verify.ts');
      await verify(around, file, options);
    },
  );
}
