/** @module `kolvera sandbox`: a local Kolvera in the foreground. */
import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { CommandError } from '../command-error.ts';
import { printer } from '../printer.ts';
import { openProject } from '../project.ts';
import type { Surroundings } from '../surroundings.ts';
import { untilAborted } from '../until-aborted.ts';

const DATABASE = 'sandbox.sqlite';

export interface SandboxCommandOptions {
  readonly port: number;
  readonly keep: boolean;
  readonly json?: boolean;
}

/** Runs until it is interrupted. @throws CommandError `port_taken`; Error when its file is in use. */
export async function runSandbox(
  around: Surroundings,
  { port, keep, json }: SandboxCommandOptions,
): Promise<void> {
  const project = openProject(around.cwd);
  const database = keep ? { database: project.path(DATABASE) } : {};
  const sandbox = await startSandbox({ port, ...database }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new CommandError(
      'port_taken',
      `Another program has port ${port}. Choose another with --port, or 0 for a free one.`,
      1,
    );
  });
  const { baseUrl, apiKey, settingsUrl, controlKey, controlUrl } = sandbox;
  printer(around, { json }).result(welcome(sandbox), {
    baseUrl,
    apiKey,
    settingsUrl,
    controlKey,
    controlUrl,
  });
  await untilAborted(around.interrupted);
  await sandbox.close();
}

function welcome({ workspace, settingsUrl, controlKey, baseUrl, apiKey }: Sandbox): string {
  return `Local Kolvera is running for the workspace "${workspace.name}". Ctrl-C stops it.

  Settings page  ${settingsUrl}
  Control key    ${controlKey}   (the page asks for it)
  API            ${baseUrl}
  API key        ${apiKey}

In another terminal:

  export KOLVERA_API_URL=${baseUrl} KOLVERA_API_KEY=${apiKey}
  kolvera listen --register          # subscribe, and show what arrives
  kolvera webhooks list
`;
}
