/** @module Kolvera's webhook API, which is assumed: with which key, and at which address. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Transport } from '@kolvera/webhook-api';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import type { Surroundings } from '../surroundings.ts';

const KEY_VARIABLE = 'KOLVERA_API_KEY';
const URL_VARIABLE = 'KOLVERA_API_URL';

export const ASSUMED =
  'Kolvera has published no API for webhooks. This uses the one that we assume, and works with\nkolvera sandbox today.';

export interface ApiOptions {
  readonly apiKey?: string;
  readonly apiKeyFile?: string;
  readonly apiUrl?: string;
}

/** Adds `--api-key`, `--api-key-file` and `--api-url`. */
export function withApiOptions(command: Command): Command {
  return command
    .option(
      '--api-key <key>',
      `the API key (the variable ${KEY_VARIABLE} keeps it out of your shell's history)`,
    )
    .option('--api-key-file <file>', 'a file that holds the API key')
    .option(
      '--api-url <url>',
      `the API's base address, else the variable ${URL_VARIABLE}, else Kolvera's`,
    );
}

export interface Api {
  readonly transport: Transport;
  /** Whether it is a local Kolvera, which can reach addresses of this machine. */
  readonly local: boolean;
}

/** @throws CommandError `no_api_key`, `unreadable_file`; KolveraApiError as `createFetchTransport` */
export async function openApi(options: ApiOptions, around: Surroundings): Promise<Api> {
  const { createFetchTransport, DEFAULT_BASE_URL, isLoopback } = await import(
    '@kolvera/webhook-api'
  );
  const apiKey = options.apiKey ?? readKey(options, around) ?? around.env[KEY_VARIABLE];
  if (!apiKey) {
    throw new CommandError(
      'no_api_key',
      `No API key is set. Pass it with the variable ${KEY_VARIABLE}, --api-key-file or --api-key. kolvera sandbox prints the key of a local Kolvera.`,
    );
  }
  const baseUrl = options.apiUrl ?? (around.env[URL_VARIABLE] || DEFAULT_BASE_URL);
  const local = URL.canParse(baseUrl) && isLoopback(new URL(baseUrl));
  if (!local) around.stderr.write(`${ASSUMED}\n`);
  return { transport: createFetchTransport({ apiKey, baseUrl }), local };
}

function readKey({ apiKeyFile }: ApiOptions, { cwd }: Surroundings): string | undefined {
  if (apiKeyFile === undefined) return undefined;
  const file = resolve(cwd, apiKeyFile);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CommandError('unreadable_file', `There is no readable file ${file}.`);
  }
}
