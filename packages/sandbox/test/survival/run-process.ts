/** @module Runs a program of these tests in a separate process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program with these arguments.
 * @param shell what the shell does first, in the same process: `ulimit -n 512`.
 */
export async function runProcess(
  program: URL,
  args: readonly string[],
  shell = 'true',
): Promise<Ended> {
  const node = [process.execPath, '--conditions=@kolvera/source', fileURLToPath(program), ...args];
  const child = spawn('sh', ['-c', `${shell} && exec "$@"`, 'sh', ...node]);
  const [stdout, stderr] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    ended(child),
  ]);
  return { exitCode: child.exitCode, stdout, stderr };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}

async function read(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
