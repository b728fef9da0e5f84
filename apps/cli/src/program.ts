/** @module The commands. What they need is loaded when one of them runs, so that help is quick. */
import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { certifyCommand } from './commands/certify.ts';
import { clearCommand } from './commands/clear.ts';
import { addCompletion } from './commands/completion.ts';
import { eventsCommand } from './commands/events.ts';
import { inspectCommand } from './commands/inspect.ts';
import { listenCommand } from './commands/listen.ts';
import { replayCommand } from './commands/replay.ts';
import { sampleCommand } from './commands/sample.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { triggerCommand } from './commands/trigger.ts';
import { verifyCommand } from './commands/verify.ts';
import { webhooksCommand } from './commands/webhooks.ts';
import { shared } from './new-command.ts';
import type { Surroundings } from './surroundings.ts';

const CLOSING = `
Exit codes: 0 it worked, 1 it did not (a refusal, a signature that does not fit), 2 wrong use.
Colours appear on a terminal only, and not with NO_COLOR. Messages go to standard error.`;

export function createProgram(around: Surroundings): Command {
  return addCompletion(withCommands(around), () => withCommands(around));
}

function withCommands(around: Surroundings): Command {
  const program = shared(new Command('kolvera'))
    .description('Send, watch, replay and verify the webhook deliveries of Kolvera.')
    .version(manifest.version, '-V, --version', 'show the version')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', CLOSING);
  for (const command of [
    triggerCommand(around),
    listenCommand(around),
    replayCommand(around),
    verifyCommand(around),
    inspectCommand(around),
    certifyCommand(around),
    eventsCommand(around),
    sampleCommand(around),
    webhooksCommand(around),
    sandboxCommand(around),
    clearCommand(around),
  ]) {
    program.addCommand(command);
  }
  return program;
}
