import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { newCommand } from '../new-command.ts';
import { duration, timeoutOption, webAddress } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ReplayOptions } from './replay.ts';

export function replayCommand(around: Surroundings): Command {
  return newCommand('replay', {
    description: 'send deliveries that kolvera listen received again, byte for byte',
    examples: [
      ['kolvera replay last', 'The last one, to where kolvera listen forwards'],
      [
        'kolvera replay --since 10m --to http://localhost:3000',
        'All of the last ten minutes, elsewhere',
      ],
    ],
    more: 'Exit code: 0 every delivery was accepted, 1 one was not, 2 wrong use.',
  })
    .argument('[which]', "a delivery's number as kolvera listen shows it, or last")
    .option('--since <time>', 'every delivery of the last 10m, 2h, 1d', duration)
    .option('--to <url>', 'where to, if not where kolvera listen forwards', webAddress)
    .addOption(timeoutOption())
    .action(async (which: string | undefined, options: ReplayOptions) => {
      if ((which === undefined) === (options.since === undefined)) {
        throw new CommandError(
          'no_delivery',
          'Give a number, last, or --since with a time like 10m.',
        );
      }
      const { replay } = await import('./replay.ts');
      await replay(around, which, options);
    });
}
