/** @module How long `kolvera --help` takes from start to end. The goal is at most twice bare Node. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Contest, type Contestant, check } from '../contest.ts';

/** As it is published. */
const COMMAND = fileURLToPath(new URL('../../../../apps/cli/dist/main.js', import.meta.url));

export function commandContest(): Contest {
  return {
    ours: contestant('kolvera --help', [COMMAND, '--help'], 'Usage:'),
    rivals: [{ ...contestant('node -e 0', ['-e', '0'], ''), atLeast: 0.5 }],
    samples: 1,
    warmUp: 1,
  };
}

function contestant(name: string, args: readonly string[], printed: string): Contestant {
  return {
    name,
    async job() {
      const { stdout } = await promisify(execFile)(process.execPath, args);
      check(stdout.startsWith(printed));
    },
  };
}
