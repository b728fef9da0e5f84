import { type Command, Option } from 'commander';
import { newCommand } from '../new-command.ts';
import { port } from '../options.ts';
import type { SandboxCommandOptions } from '../sandbox/run-sandbox.ts';
import type { Surroundings } from '../surroundings.ts';

export function sandboxCommand(around: Surroundings): Command {
  return newCommand('sandbox', {
    description: 'run a local Kolvera: its API, its settings page, signed deliveries with retries',
    examples: [
      ['kolvera sandbox', 'Until Ctrl-C; it keeps its webhooks in .kolvera'],
      [
        'kolvera sandbox --port 0 --no-keep --json',
        'For a script: a free port, and the keys as JSON',
      ],
    ],
  })
    .addOption(new Option('--port <port>', 'the port').argParser(port).default(4790))
    .option('--no-keep', 'forget everything at the end')
    .action(async (options: SandboxCommandOptions) => {
      const { runSandbox } = await import('../sandbox/run-sandbox.ts');
      await runSandbox(around, options);
    });
}
