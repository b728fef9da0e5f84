import type { Command } from 'commander';
import type { InspectOptions } from '../inspecting/inspect.ts';
import { newCommand } from '../new-command.ts';
import type { Surroundings } from '../surroundings.ts';

export function inspectCommand(around: Surroundings): Command {
  return newCommand('inspect', {
    description: 'hold captured deliveries against what we assume of Kolvera',
    examples: [
      ['kolvera inspect', 'What kolvera listen has kept'],
      [
        'kolvera inspect captures.har bodies/ --corrections corrections.json',
        'Other captures, and what to correct in a file',
      ],
    ],
    more: `It reads bodies as JSON, one a file or one a line; HAR; n8n executions; and what kolvera listen
kept. Capture from Kolvera itself: a sample that you sent yourself only shows our own assumptions.
corrections.json holds keys, types and counts, and nothing of anybody's data.
Exit code: 0 nothing differs, 1 something does, 2 wrong use.`,
  })
    .argument('[captures...]', 'files or folders; what kolvera listen has kept unless given')
    .option('--corrections <file>', 'write what to correct, with the evidence')
    .action(async (paths: readonly string[], options: InspectOptions) => {
      const { inspect } = await import('../inspecting/inspect.ts');
      inspect(around, paths, options);
    });
}
