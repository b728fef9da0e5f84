import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import type { Surroundings } from '../surroundings.ts';
import type { InspectOptions } from './inspect.ts';

export function inspectCommand(around: Surroundings): Command {
  return newCommand('inspect', {
    description: 'compare captured deliveries with the assumed schema',
    examples: [
      ['kolvera inspect', 'Compare what kolvera listen has stored'],
      ['kolvera inspect captures.har bodies/', 'Compare other captures'],
    ],
    more: `It reads JSON bodies, one a file or one a line; HAR; n8n executions; and the deliveries that kolvera
listen stored. Capture from Kolvera itself: a sample that you sent only shows our own assumptions.
For each difference it prints the source file and the line to write there, and no captured data.
Exit code: 0 no differences, 1 differences, 2 wrong usage.`,
  })
    .argument('[captures...]', 'files or folders (default: what kolvera listen has stored)')
    .action(async (paths: readonly string[], options: InspectOptions) => {
      const { inspect } = await import('./inspect.ts');
      inspect(around, paths, options);
    });
}
