import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import type { PrinterOptions } from '../printer.ts';
import type { Surroundings } from '../surroundings.ts';

export function eventsCommand(around: Surroundings): Command {
  return newCommand('events', {
    description: 'list the events that Kolvera sends and when they fire',
    examples: [['kolvera events', 'List every event']],
  }).action(async (options: PrinterOptions) => {
    const { events } = await import('@kolvera/event-schema');
    const { printer, table } = await import('../printer.ts');
    const { paint, result } = printer(around, options);
    const rows = events.map(({ name, category, firesWhen }) => [
      name,
      category,
      firesWhen.replace(/^Triggers when /, ''),
    ]);
    const [head = '', ...lines] = table([['Event', 'Category', 'Fires when'], ...rows]).split('\n');
    const data = events.map(({ name, category, label, firesWhen }) => ({
      name,
      category,
      label,
      firesWhen,
    }));
    result([paint('bold', head), ...lines].join('\n'), data);
  });
}
