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
    description: 'subscribe an address, and print its secret, which Kolvera shows this once',
    example: 'kolvera webhooks add --url https://example.com/kolvera --events contact.created',
    id: false,
    options: (command) =>
      command
        .requiredOption('--url <url>', 'the address: https, or http on this machine', webAddress)
        .option('--events <names>', 'only these events, separated by commas', list)
        .option('--description <text>', 'what it is for'),
  },
  {
    verb: 'update',
    description: 'change a webhook: its address, its events, or whether it is on',
    example: 'kolvera webhooks update wh_1 --disable',
    id: true,
    options: (command) =>
      command
        .option('--url <url>', 'another address', webAddress)
        .option('--events <names>', 'other events, separated by commas', list)
        .option('--description <text>', 'another description')
        .option('--enable', 'have it receive deliveries')
        .option('--disable', 'have it receive none'),
  },
  {
    verb: 'delete',
    description: 'delete a webhook',
    example: 'kolvera webhooks delete wh_1',
    id: true,
  },
  {
    verb: 'rotate-secret',
    description: 'give a webhook a new secret, and print it; the old one ends at once',
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
    "list and change the workspace's webhooks (through an API that is assumed)",
  );
  for (const { verb, description, example, id, options } of subcommands) {
    const command = newCommand(verb, {
      description,
      examples: [[example, description]],
      more: ASSUMED,
    });
    if (id) command.argument('<id>', "the webhook's ID; kolvera webhooks list shows it");
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
