import { type Command, Option } from 'commander';
import { newCommand } from '../new-command.ts';
import { port, webAddress } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { SandboxCommandOptions } from './run-sandbox.ts';

export function sandboxCommand(around: Surroundings): Command {
  return newCommand('sandbox', {
    description: 'run a local Kolvera: its API, its settings page, signed deliveries with retries',
    examples: [
      ['kolvera sandbox', 'Until Ctrl-C; it keeps its webhooks in .kolvera'],
      [
        'kolvera sandbox --forward-to http://localhost:3000/kolvera',
        'With a listener in between that shows each delivery',
      ],
      [
        'kolvera sandbox --port 0 --no-keep --json',
        'For a script: a free port, and the keys as JSON',
      ],
    ],
  })
    .option('--port <port>', 'the port (4790 unless set, or a free one)', port)
    .option('--listen', 'also subscribe a listener, and show each delivery that it receives')
    .addOption(
      new Option('--forward-to <url>', 'your endpoint, to which the listener forwards')
        .argParser(webAddress)
        .implies({ listen: true }),
    )
    .option('--dialect <name>', 'write events in another form, to rehearse the first capture')
    .option('--no-keep', 'forget everything at the end')
    .action(async (options: SandboxCommandOptions) => {
      const { runSandbox } = await import('./run-sandbox.ts');
      await runSandbox(around, options);
    });
}
