import { type Command, Option } from 'commander';
import { newCommand } from '../new-command.ts';
import { list, port, timeoutOption, webAddress } from '../options.ts';
import { withSecretOptions } from '../secret-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { ASSUMED, withApiOptions } from '../webhooks/api.ts';
import type { ListenOptions } from './listen.ts';

export function listenCommand(around: Surroundings): Command {
  const command = newCommand('listen', {
    description: 'receive deliveries: verify, show, store and forward them',
    examples: [
      ['kolvera listen', 'Show each delivery'],
      [
        'kolvera listen --forward-to http://localhost:3000/kolvera --events contact.created,meeting.booked',
        'Forward two events to your endpoint, byte for byte',
      ],
    ],
    more: `Keys while it runs: ↑↓ select a delivery, Enter its details, r send again, c copy as a curl command,
f filter, q quit. The sender gets your endpoint's response; without an endpoint, 200 for a verified
delivery and 401 for any other.

--register: ${ASSUMED}`,
  })
    .option('--forward-to <url>', 'your endpoint; gets verified deliveries only', webAddress)
    .option('--events <names>', 'only these events, separated by commas', list)
    .option('--port <port>', 'the port (default: 4791, or a free one)', port)
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .addOption(timeoutOption())
    .option('--no-verify', 'accept and forward unverified deliveries too')
    .option('--no-keep', 'do not store deliveries on disk')
    .option('--register', 'subscribe through the API while it runs')
    .addOption(
      new Option('--url <url>', "your tunnel's URL; implies --register")
        .implies({ register: true })
        .argParser(webAddress),
    );
  return withApiOptions(withSecretOptions(command)).action(async (options: ListenOptions) => {
    const { listen } = await import('./listen.ts');
    await listen(around, options);
  });
}
