/** @module Subscribes a listener through Kolvera's API while it runs. */
import { randomUUID } from 'node:crypto';
import { type Subscription, subscribe, unsubscribe } from '@kolvera/webhook-api';
import { CommandError } from '../command-error.ts';
import type { Project } from '../project.ts';
import type { Surroundings } from '../surroundings.ts';
import { waiting } from '../waiting.ts';
import { type ApiOptions, openApi } from '../webhooks/api.ts';

const INSTALLATION = 'installation';

export interface RegisterOptions extends ApiOptions {
  /** Where Kolvera reaches the listener: a tunnel's URL. */
  readonly url?: string;
  readonly events?: readonly string[];
}

/** The webhook that a listener receives from. */
export interface ListenerWebhook {
  readonly url: string;
  readonly secret: string;
  /** Deletes the webhook. */
  end(): Promise<void>;
}

/**
 * @param project stores our installation's ID, so that the next run finds a webhook left behind.
 * @throws CommandError `no_public_address`; KolveraApiError as `subscribe`
 */
export async function register(
  options: RegisterOptions,
  localUrl: string,
  project: Project | undefined,
  around: Surroundings,
): Promise<ListenerWebhook> {
  const { transport, local } = await openApi(options, around);
  const url = options.url ?? (local ? localUrl : undefined);
  if (url === undefined) {
    throw new CommandError(
      'no_public_address',
      'Kolvera cannot reach this machine. Start a tunnel and give its URL with --url.',
    );
  }
  const owner = {
    connector: 'cli',
    installation: project === undefined ? randomUUID() : installationOf(project),
  };
  const done = waiting(around, `Subscribing ${url}`);
  let subscription: Subscription;
  try {
    const { events = [] } = options;
    const { interrupted: signal } = around;
    subscription = await subscribe(transport, {
      url,
      events,
      owner,
      title: 'kolvera listen',
      signal,
    });
  } finally {
    done();
  }
  const { id, secret } = subscription;
  return {
    url,
    secret,
    async end() {
      const ended = waiting(around, 'Deleting the webhook');
      await unsubscribe(transport, { id, url, owner }).finally(ended);
      around.stderr.write('Deleted the webhook.\n');
    },
  };
}

/** Distinguishes our webhooks from another machine's. */
function installationOf(project: Project): string {
  const known = project.read(INSTALLATION);
  if (known !== undefined) return known;
  const made = randomUUID();
  project.write(INSTALLATION, made);
  return made;
}
