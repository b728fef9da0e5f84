import { Command } from 'commander';
import { newCommand, shared } from '../new-command.ts';
import { list, webAddress } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';
import { type ApiOptions, ASSUMED, withApiOptions } from './api.ts';
import type { WebhookCall, WebhookVerb } from './webhooks.ts';

interface Subcommand {
  readonly verb: WebhookVerb;
  readonly description: string;
  readonly example: string;
  /** The webhook's ID is an argument. */
  readonly id: boolean;
  readonly options?: (command: Command) => Command;
}

const subcommands: readonly Subcommand[] = [
  {
    verb: 'list',
    description: "list the workspace's webhooks",
    example: 'kolvera webhooks list',
    id: false,
  },
  {
    verb: 'add',
    description: 'subscribe a URL and print its secret, which Kolvera shows once',
    example: 'kolvera webhooks add --url https://example.com/kolvera --events contact.created',
    id: false,
    options: (command) =>
      command
        .requiredOption('--url <url>', 'the URL: https, or http for a local Kolvera', webAddress)
        .option('--events <names>', 'only these events, separated by commas', list)
        .option('--description <text>', 'a description'),
  },
  {
    verb: 'update',
    description: 'change a webhook: its URL, its events, or its status',
    example: 'kolvera webhooks update wh_1 --disable',
    id: true,
    options: (command) =>
      command
        .option('--url <url>', 'a new URL', webAddress)
        .option('--events <names>', 'new events, separated by commas', list)
        .option('--description <text>', 'a new description')
        .option('--enable', 'enable it')
        .option('--disable', 'disable it'),
  },
  {
    verb: 'delete',
    description: 'delete a webhook',
    example: 'kolvera webhooks delete wh_1',
    id: true,
  },
  {
    verb: 'rotate-secret',
    description: 'give a webhook a new secret and print it; the old one stops working at once',
    example: 'kolvera webhooks rotate-secret wh_1',
    id: true,
  },
  {
    verb: 'test',
    description: "have Kolvera deliver an event's sample to a webhook",
    example: 'kolvera webhooks test wh_1 --event contact.created',
    id: true,
    options: (command) => command.option('--event <name>', 'the type of event', 'contact.created'),
  },
];

export function webhooksCommand(around: Surroundings): Command {
  const group = shared(new Command('webhooks')).description(
    "manage the workspace's webhooks (through an assumed API)",
  );
  for (const { verb, description, example, id, options } of subcommands) {
    const command = newCommand(verb, {
      description,
      examples: [[example, description]],
      more: ASSUMED,
    });
    if (id) command.argument('<id>', "the webhook's ID, as kolvera webhooks list shows it");
    withApiOptions(options?.(command) ?? command);
    command.action(async (...args: readonly unknown[]) => {
      const { callWebhooks } = await import('./webhooks.ts');
      const flags = command.opts<ApiOptions & WebhookCall>();
      await callWebhooks(around, verb, id ? String(args[0]) : '', flags);
    });
    group.addCommand(command);
  }
  return group;
}
