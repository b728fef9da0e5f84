import type { Command } from 'commander';
import { ASSUMED, withApiOptions } from '../account/api.ts';
import type { DoctorOptions } from '../examining/doctor.ts';
import { newCommand } from '../new-command.ts';
import { timeoutOption } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';

export function doctorCommand(around: Surroundings): Command {
  const command = newCommand('doctor', {
    description: "examine the workspace's webhooks, and say what to mend; changes nothing",
    examples: [
      ['kolvera doctor', 'What their state and their last deliveries show'],
      ['kolvera doctor --probe', 'And what each URL answers now'],
    ],
    more: `--probe sends each URL a request without a signature, which an endpoint that verifies refuses. One
that verifies nothing may take it for an event. Zapier's and Make's addresses are left out.
Exit code: 0 nothing is wrong, 1 something is, 2 wrong use.

${ASSUMED}`,
  })
    .option('--probe', 'ask each URL too, with a request without a signature')
    .addOption(timeoutOption());
  return withApiOptions(command).action(async (options: DoctorOptions) => {
    const { examineWebhooks } = await import('../examining/doctor.ts');
    await examineWebhooks(around, options);
  });
}
