import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import type { Surroundings } from '../surroundings.ts';

export function clearCommand(around: Surroundings): Command {
  return newCommand('clear', {
    description: 'delete everything in .kolvera: deliveries, secret, local Kolvera',
    examples: [['kolvera clear', 'Start from scratch']],
  }).action(async (options: { readonly json?: boolean }) => {
    const { openProject } = await import('../project.ts');
    const { printer } = await import('../printer.ts');
    const project = openProject(around.cwd);
    project.clear();
    printer(around, options).result(`Deleted ${project.folder}.`, { removed: project.folder });
  });
}
