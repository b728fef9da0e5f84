/** @module The commands. Each loads its implementation when it runs, so that help is fast. */
import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { certifyCommand } from './certify/command.ts';
import { clearCommand } from './clear/command.ts';
import { addCompletion } from './completion/command.ts';
import { eventsCommand } from './events/command.ts';
import { inspectCommand } from './inspect/command.ts';
import { listenCommand } from './listen/command.ts';
import { shared } from './new-command.ts';
import { replayCommand } from './replay/command.ts';
import { sampleCommand } from './sample/command.ts';
import { sandboxCommand } from './sandbox/command.ts';
import type { Surroundings } from './surroundings.ts';
import { triggerCommand } from './trigger/command.ts';
import { verifyCommand } from './verify/command.ts';
import { webhooksCommand } from './webhooks/command.ts';

const CLOSING = `
Exit codes: 0 success, 1 failure (a refusal, a signature that does not match), 2 wrong usage.
Colours appear only on a terminal, and not with NO_COLOR. Messages go to standard error.`;

export function createProgram(around: Surroundings): Command {
  return addCompletion(withCommands(around), () => withCommands(around));
}

function withCommands(around: Surroundings): Command {
  const program = shared(new Command('kolvera'))
    .description("Send, watch, replay and verify Kolvera's webhook deliveries.")
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
