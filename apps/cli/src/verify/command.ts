import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import { withSecretOptions } from '../secret-options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { VerifyOptions } from './verify.ts';

export function verifyCommand(around: Surroundings): Command {
  const command = newCommand('verify', {
    description: 'say whether a signature fits a body, and if not, why',
    examples: [
      ['kolvera verify --signature 5f8d… body.json', "A saved body, with the project's secret"],
      ['kolvera verify --secret whsec_… --signature 5f8d… < body.json', 'From standard input'],
    ],
    more: 'Exit code: 0 it fits, 1 it does not, 2 wrong use.',
  })
    .argument('[file]', 'the body, byte for byte; standard input unless given')
    .requiredOption('--signature <value>', 'the value of the header X-Kolvera-Signature');
  return withSecretOptions(command).action(
    async (file: string | undefined, options: VerifyOptions) => {
      const { verify } = await import('./verify.ts');
      await verify(around, file, options);
    },
  );
}
