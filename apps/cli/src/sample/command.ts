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
    description: 'print a sample event, indented, or with --json on one line',
    examples: [
      ['kolvera sample contact.created > event.json', 'Write it to a file'],
      ['kolvera sample company.updated --set data.company.name=Wattle', 'Change a field'],
    ],
    more: 'Kolvera has published the names of its events, not their payloads: the fields of a sample are assumed\n(docs/events.md marks each).',
  })
    .argument('<event>', 'the type of event; kolvera events lists them')
    .option('--set <path=value>', 'change a field; repeatable', each)
    .action(async (event: string, options: SampleOptions) => {
      const { change, findDefinition } = await import('../trigger/event-body.ts');
      const { printer } = await import('../printer.ts');
      const sample = (options.set ?? []).reduce(change, { ...findDefinition(event).sample });
      printer(around, options).result(JSON.stringify(sample, null, 2), sample);
    });
}
