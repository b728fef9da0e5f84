/** @module The same port every day, so that what was set up yesterday still finds the sandbox. */
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';

/** Starts on this port, or on a free one when another program has it. @throws as `startSandbox` */
export async function startOnStablePort(
  port: number,
  options: SandboxOptions,
): Promise<{ readonly sandbox: Sandbox; readonly portWasTaken: boolean }> {
  try {
    return { sandbox: await startSandbox({ ...options, port }), portWasTaken: false };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return { sandbox: await startSandbox(options), portWasTaken: true };
  }
}
