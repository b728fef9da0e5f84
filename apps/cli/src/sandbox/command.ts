import { type Command, Option } from 'commander';
import { newCommand } from '../new-command.ts';
import { port, webAddress } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { SandboxCommandOptions } from './run-sandbox.ts';

export function sandboxCommand(around: Surroundings): Command {
  return newCommand('sandbox', {
    description: 'run a local Kolvera: API, settings page, signed deliveries with retries',
    examples: [
      ['kolvera sandbox', 'Run until Ctrl-C; webhooks are stored in .kolvera'],
      [
        'kolvera sandbox --forward-to http://localhost:3000/kolvera',
        'Add a listener that shows each delivery and forwards it',
      ],
      [
        'kolvera sandbox --port 0 --no-keep --json',
        'In a script: a free port, and the keys as JSON',
      ],
    ],
  })
    .option('--port <port>', 'the port (default: 4790, or a free one)', port)
    .option('--listen', 'also run a listener that shows each delivery')
    .addOption(
      new Option('--forward-to <url>', 'your endpoint; implies --listen')
        .argParser(webAddress)
        .implies({ listen: true }),
    )
    .option('--no-keep', 'store nothing on disk')
    .action(async (options: SandboxCommandOptions) => {
      const { runSandbox } = await import('./run-sandbox.ts');
      await runSandbox(around, options);
    });
}
