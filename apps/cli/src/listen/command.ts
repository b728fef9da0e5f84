import { type Command, Option } from 'commander';
import { newCommand } from '../new-command.ts';
import { list, port, timeoutOption, webAddress } from '../options.ts';
import { withSecretOptions } from '../secret-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { ASSUMED, withApiOptions } from '../webhooks/api.ts';
import type { ListenOptions } from './listen.ts';

export function listenCommand(around: Surroundings): Command {
  const command = newCommand('listen', {
    description: 'receive deliveries: verify, show, keep and forward them',
    examples: [
      ['kolvera listen', 'Show what arrives'],
      [
        'kolvera listen --forward-to http://localhost:3000/kolvera --events contact.created,meeting.booked',
        'Forward two events to your endpoint, byte for byte',
      ],
    ],
    more: `Keys while it runs: ↑↓ choose a delivery, Enter its details, r send it again, c copy it as a curl
command, f filter, q quit. The sender is answered what your endpoint answers; without one 200 for
what is verified, 401 for what is not.

--register: ${ASSUMED}`,
  })
    .option('--forward-to <url>', 'your endpoint; only what is verified is forwarded', webAddress)
    .option('--events <names>', 'only these events, separated by commas', list)
    .option('--port <port>', 'the port (4791 unless set, or a free one)', port)
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .addOption(timeoutOption())
    .option('--no-verify', 'take what is unsigned or wrongly signed, and forward it too')
    .option('--no-keep', 'keep no deliveries on disk')
    .option('--register', 'subscribe through the API, and unsubscribe at the end')
    .addOption(
      new Option('--url <url>', "with --register: your tunnel's address")
        .implies({ register: true })
        .argParser(webAddress),
    );
  return withApiOptions(withSecretOptions(command)).action(async (options: ListenOptions) => {
    const { listen } = await import('./listen.ts');
    await listen(around, options);
  });
}
