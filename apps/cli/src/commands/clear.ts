import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import { printer } from '../printer.ts';
import { openProject } from '../project.ts';
import type { Surroundings } from '../surroundings.ts';

export function clearCommand(around: Surroundings): Command {
  return newCommand('clear', {
    description: 'remove everything that is kept in .kolvera: deliveries, secret, local Kolvera',
    examples: [['kolvera clear', 'Start anew']],
  }).action((options: { readonly json?: boolean }) => {
    const project = openProject(around.cwd);
    project.clear();
    printer(around, options).result(`Removed ${project.folder}.`, { removed: project.folder });
  });
}
