import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { newCommand } from '../new-command.ts';
import { duration, timeoutOption, webAddress } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ReplayOptions } from './replay.ts';

export function replayCommand(around: Surroundings): Command {
  return newCommand('replay', {
    description: 'resend deliveries that kolvera listen received, byte for byte',
    examples: [
      ['kolvera replay last', 'Resend the last one to the endpoint of kolvera listen'],
      [
        'kolvera replay --since 10m --to http://localhost:3000',
        'Send the last ten minutes to another endpoint',
      ],
    ],
    more: 'Exit code: 0 every delivery was accepted, 1 at least one was not, 2 wrong usage.',
  })
    .argument('[which]', "a delivery's number, as kolvera listen shows it, or last")
    .option('--since <time>', 'every delivery of the last 10m, 2h or 1d', duration)
    .option('--to <url>', 'the endpoint (default: where kolvera listen forwards)', webAddress)
    .addOption(timeoutOption())
    .action(async (which: string | undefined, options: ReplayOptions) => {
      if ((which === undefined) === (options.since === undefined)) {
        throw new CommandError(
          'no_delivery',
          'Give either a number, last, or --since with a duration such as 10m.',
        );
      }
      const { replay } = await import('./replay.ts');
      await replay(around, which, options);
    });
}
