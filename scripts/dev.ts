/** @module `npm run dev`: the types and the fast tests, again after each change that affects them. */
import { spawn } from 'node:child_process';

const watchers = [
  ['node_modules/typescript/bin/tsc', '--watch', '--preserveWatchOutput'],
  ['node_modules/vitest/vitest.mjs', '--watch', '--mode', 'fast'],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

function stop(): void {
  for (const watcher of watchers) watcher.kill();
}

for (const watcher of watchers) watcher.once('exit', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
