/** @module `kolvera sandbox`: a local Kolvera in the foreground. */
import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { call, createFetchTransport, updateWebhook } from '@kolvera/webhook-api';
import { CommandError } from '../command-error.ts';
import { type ListenOptions, listen } from '../listen/listen.ts';
import type { ListenerWebhook } from '../listen/register.ts';
import { printer } from '../printer.ts';
import { openProject } from '../project.ts';
import { type Surroundings, untilAborted } from '../surroundings.ts';

const DATABASE = 'sandbox.sqlite';
const DEFAULT_PORT = 4790;
/** Marks the listener's webhook. */
const LISTENER = 'The listener of kolvera sandbox';

export interface SandboxCommandOptions {
  readonly port?: number;
  readonly keep: boolean;
  readonly listen?: boolean;
  readonly forwardTo?: string;
  readonly json?: boolean;
}

/** Runs until it is interrupted. @throws CommandError `port_taken`; Error if its file is in use. */
export async function runSandbox(
  around: Surroundings,
  options: SandboxCommandOptions,
): Promise<void> {
  const sandbox = await start(around, options);
  try {
    if (options.listen) await listenToIt(around, options, sandbox);
    else {
      const { baseUrl, apiKey, settingsUrl, controlKey, controlUrl } = sandbox;
      const data = { baseUrl, apiKey, settingsUrl, controlKey, controlUrl };
      printer(around, options).result(welcome(sandbox), data);
      await untilAborted(around.interrupted);
    }
  } finally {
    await sandbox.close();
  }
}

/** On the given port; default: 4790, or a free one if that is in use. */
async function start(
  { cwd }: Surroundings,
  { port, keep }: SandboxCommandOptions,
): Promise<Sandbox> {
  const options = keep ? { database: openProject(cwd).path(DATABASE) } : {};
  try {
    return await startSandbox({ port: port ?? DEFAULT_PORT, ...options });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    if (port === undefined) return startSandbox(options);
    throw new CommandError(
      'port_taken',
      `Port ${port} is in use. Use another --port, or 0 for a free one.`,
      1,
    );
  }
}

/** Subscribes a listener to every event, and shows each delivery. */
async function listenToIt(
  around: Surroundings,
  { keep, forwardTo, json }: SandboxCommandOptions,
  sandbox: Sandbox,
): Promise<void> {
  const options: ListenOptions = {
    host: '127.0.0.1',
    keep,
    verify: true,
    register: true,
    timeout: 10_000,
    ...(forwardTo !== undefined && { forwardTo }),
    ...(json !== undefined && { json }),
  };
  await listen(around, options, {
    subscribe: (url) => subscribeOnce(sandbox, url),
    welcome: (webhook) => fourSteps(sandbox, webhook, forwardTo),
  });
}

/**
 * The listener's webhook and its secret stay in the local Kolvera, so that an endpoint behind the
 * listener can keep the secret over a restart.
 */
async function subscribeOnce(sandbox: Sandbox, url: string): Promise<ListenerWebhook> {
  const known = sandbox.webhooks().find(({ description }) => description === LISTENER);
  const { id, secret } = known ?? sandbox.addWebhook({ url, description: LISTENER });
  const { apiKey, baseUrl } = sandbox;
  await call(
    createFetchTransport({ apiKey, baseUrl }),
    updateWebhook(id, { url, status: 'active' }),
  );
  return { url, secret, end: async () => {} };
}

function fourSteps(
  { settingsUrl, controlUrl, controlKey }: Sandbox,
  { url, secret }: ListenerWebhook,
  forwardTo: string | undefined,
): string {
  return `A local Kolvera is running, with a listener subscribed to every event. Ctrl-C stops both.

  1  Open the page   ${settingsUrl}   control key: ${controlKey}
  2  Fire an event   on the page, or:
                     curl -s ${controlUrl}/fire -H 'Authorization: Bearer ${controlKey}' \\
                       -H 'Content-Type: application/json' -d '{"event":"contact.created"}'
  3  Watch           each delivery to ${url} appears below
  4  Your endpoint   give it the listener's secret: KOLVERA_WEBHOOK_SECRET=${secret}
                     ${forwardTo === undefined ? 'Then restart this with --forward-to http://localhost:3000/kolvera' : `Deliveries are forwarded to ${forwardTo}`}
`;
}

function welcome({ workspace, settingsUrl, controlKey, baseUrl, apiKey }: Sandbox): string {
  return `A local Kolvera is running for the workspace "${workspace.name}". Ctrl-C stops it.

  Settings page  ${settingsUrl}
  Control key    ${controlKey}   (the page asks for it)
  API            ${baseUrl}
  API key        ${apiKey}

In another terminal:

  export KOLVERA_API_URL=${baseUrl} KOLVERA_API_KEY=${apiKey}
  kolvera listen --register          # subscribe and show each delivery
  kolvera webhooks list
`;
}
