import type { Command } from 'commander';
import { newCommand } from '../new-command.ts';
import { count, duration, each, timeoutOption, webAddress } from '../options.ts';
import { withSecretOptions } from '../secret-options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { TriggerOptions } from './trigger.ts';

export function triggerCommand(around: Surroundings): Command {
  const command = newCommand('trigger', {
    description: 'sign a sample event and send it to an endpoint',
    examples: [
      ['kolvera trigger contact.created --to http://localhost:3000', 'Send one event'],
      [
        'kolvera trigger meeting.booked --set data.meeting.title=Demo --repeat 2',
        'Change a field, and send the same bytes twice, as a retry does',
      ],
      [
        'kolvera trigger contact.created --forged',
        'Send forgeries, which the endpoint has to refuse',
      ],
    ],
    more: 'Exit code: 0 every event was accepted and every forgery refused, 1 otherwise, 2 wrong usage.',
  })
    .argument('[event]', 'the type of event; kolvera events lists them')
    .option(
      '--to <url>',
      'the endpoint (default: that of kolvera listen)',
      webAddress,
      'http://localhost:4791/',
    )
    .option(
      '--set <path=value>',
      'change a field, such as data.contact.email=ada@example.com; repeatable',
      each,
    )
    .option('--data <file>', "send this file's JSON as the event's data")
    .option('--body <file>', 'send exactly the bytes of this file')
    .option('--repeat <times>', 'send the same bytes several times', count, 1)
    .option('--every <time>', 'send a new event every 2s, 500ms or 1m until Ctrl-C', duration)
    .option(
      '--forged',
      'send forgeries: changed after signing, signed with another secret, unsigned',
    )
    .option('--all', 'send one of every event')
    .addOption(timeoutOption());
  return withSecretOptions(command).action(
    async (event: string | undefined, options: TriggerOptions) => {
      const { trigger } = await import('./trigger.ts');
      await trigger(around, event, options);
    },
  );
}
