import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import { each } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';

interface SampleOptions {
  readonly set?: readonly string[];
  readonly json?: boolean;
}

export function sampleCommand(around: Surroundings): Command {
  return newCommand('sample', {
    description: 'print a sample of an event: indented, with --json in one line',
    examples: [
      ['kolvera sample contact.created > event.json', 'Into a file'],
      ['kolvera sample company.updated --set data.company.name=Wattle', 'With a value of your own'],
    ],
    more: 'Kolvera has published the names of its events, not their payloads: what is in a sample is assumed\n(docs/events.md marks each field).',
  })
    .argument('<event>', 'the type of event; kolvera events lists them')
    .option('--set <path=value>', 'change a field; may be repeated', each)
    .action(async (event: string, options: SampleOptions) => {
      const { change, findDefinition } = await import('../trigger/event-body.ts');
      const { printer } = await import('../printer.ts');
      const sample = (options.set ?? []).reduce(change, { ...findDefinition(event).sample });
      printer(around, options).result(JSON.stringify(sample, null, 2), sample);
    });
}
