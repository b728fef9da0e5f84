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
    more: `It reads JSON bodies, one a file or one a line, HAR, raw HTTP, curl -v, CSV, logs, and the exports
of webhook.site, ngrok, Postman, Hookdeck, Pipedream, RequestBin, Svix, AWS, n8n and Zapier; plain or
gzipped; and what kolvera listen stored. Capture from Kolvera itself: a sample that you sent only shows our own assumptions.
For each difference it prints the source file and the line to write there, and nobody's data.
Exit code: 0 no differences, 1 differences or something unreadable, 2 no event found or wrong usage.`,
  })
    .argument('[captures...]', 'files or folders (default: what kolvera listen has stored)')
    .action(async (paths: readonly string[], options: InspectOptions) => {
      const { inspect } = await import('./inspect.ts');
      await inspect(around, paths, options);
    });
}
