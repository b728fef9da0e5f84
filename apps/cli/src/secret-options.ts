/** @module The options for a webhook secret. Kept apart from secrets.ts, so that help loads no cryptography. */
import type { Command } from 'commander';
import { each } from './options.ts';

export const SECRET_VARIABLE = 'KOLVERA_WEBHOOK_SECRET';
export interface SecretOptions {
  readonly secret?: readonly string[];
  readonly secretFile?: string;
}

/** Adds `--secret` and `--secret-file`. */
export function withSecretOptions(command: Command): Command {
  return command
    .option(
      '--secret <secret>',
      `the webhook secret; repeatable (${SECRET_VARIABLE} keeps it out of your shell's history)`,
      each,
    )
    .option('--secret-file <file>', 'a file with the webhook secret');
}
