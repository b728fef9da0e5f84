/** @module Kolvera's webhook API, which is assumed: its key and its URL. */
import type { Transport } from '@kolvera/webhook-api';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { readText } from '../read-file.ts';
import type { Surroundings } from '../surroundings.ts';

const KEY_VARIABLE = 'KOLVERA_API_KEY';
const URL_VARIABLE = 'KOLVERA_API_URL';

export const ASSUMED =
  'Kolvera has published no API for webhooks. This uses the one that we assume,\nwhich works with kolvera sandbox today.';

export interface ApiOptions {
  readonly apiKey?: string;
  readonly apiKeyFile?: string;
  readonly apiUrl?: string;
}

/** Adds `--api-key`, `--api-key-file` and `--api-url`. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--api-key <key>', `the API key (${KEY_VARIABLE} keeps it out of your shell's history)`)
    .option('--api-key-file <file>', 'a file with the API key')
    .option('--api-url <url>', `the API's base URL (default: ${URL_VARIABLE}, else Kolvera's)`);
}

export interface Api {
  readonly transport: Transport;
  /** Whether it is a local Kolvera, which can reach URLs on this machine. */
  readonly local: boolean;
}

/** @throws CommandError `no_api_key`, `unreadable_file`; KolveraApiError as `createFetchTransport` */
export async function openApi(options: ApiOptions, around: Surroundings): Promise<Api> {
  const { createFetchTransport, DEFAULT_BASE_URL, isLoopback } = await import(
    '@kolvera/webhook-api'
  );
  const { apiKeyFile } = options;
  const keyFile = apiKeyFile && readText(around.cwd, apiKeyFile).trim();
  const apiKey = options.apiKey ?? keyFile ?? around.env[KEY_VARIABLE];
  if (!apiKey) {
    throw new CommandError(
      'no_api_key',
      `No API key. Set ${KEY_VARIABLE}, or use --api-key-file or --api-key. kolvera sandbox prints the key of a local Kolvera.`,
    );
  }
  const baseUrl = options.apiUrl ?? (around.env[URL_VARIABLE] || DEFAULT_BASE_URL);
  const local = URL.canParse(baseUrl) && isLoopback(new URL(baseUrl));
  if (!local) around.stderr.write(`${ASSUMED}\n`);
  return { transport: createFetchTransport({ apiKey, baseUrl }), local };
}
