/** @module How long `kolvera --help` takes to start and end, beside a Node that does nothing. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Contest, Contestant } from '../contest.ts';

const run = promisify(execFile);

/** As it is published. */
const BUILT = fileURLToPath(new URL('../../../../apps/cli/dist/main.js', import.meta.url));
const BARE = 'node -e 0';
const OURS = 'kolvera --help';

/** @param command the command's file; the built one unless given. */
export function commandContest(command = BUILT): Contest {
  return {
    id: 'command',
    title: 'Starting the command, a process each time',
    baseline: BARE,
    contestants: [
      contestant(BARE, ['-e', '0'], ''),
      contestant(OURS, [command, '--help'], 'Usage:'),
    ],
    goals: [{ ours: OURS, against: [BARE], atLeast: 0.5 }],
    note: 'From starting the process to its end. The goal is less than twice the time of bare Node.',
  };
}

function contestant(name: string, args: readonly string[], printed: string): Contestant {
  return {
    name,
    async time(times) {
      const started = performance.now();
      for (let i = 0; i < times; i += 1) {
        const { stdout } = await run(process.execPath, args);
        if (!stdout.startsWith(printed)) throw new Error(`${name} printed something else.`);
      }
      return (performance.now() - started) / times;
    },
  };
}
