import { Argument, Command } from 'commander';
import { newCommand } from '../new-command.ts';

/**
 * Adds `kolvera completion <shell>`, and the hidden `complete` that the script calls at each Tab.
 * @param createProgram creates the program without these, for the library to read.
 */
export function addCompletion(program: Command, createProgram: () => Command): Command {
  const completion = newCommand('completion', {
    description: 'print a shell script that completes commands, options and events',
    examples: [
      ['source <(kolvera completion bash)', 'bash, in ~/.bashrc'],
      ['source <(kolvera completion zsh)', 'zsh, in ~/.zshrc'],
      ['kolvera completion fish | source', 'fish, in ~/.config/fish/config.fish'],
    ],
  })
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: string) => {
      const { script } = await import('@bomb.sh/tab');
      script(shell, 'kolvera', 'kolvera');
    });

  const complete = new Command('complete')
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      const { default: tab } = await import('@bomb.sh/tab/commander');
      const { events } = await import('@kolvera/event-schema');
      const root = tab(createProgram(), { completionCommandName: 'completion' });
      for (const command of root.commands.values()) {
        const event = command.arguments.get('event');
        if (event === undefined) continue;
        event.handler = (offer) => {
          for (const { name, label } of events) offer(name, label);
        };
      }
      root.parse([...words]);
    });

  return program.addCommand(completion).addCommand(complete, { hidden: true });
}
