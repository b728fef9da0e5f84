/** @module The command `kolvera`. */
import { run } from './run.ts';

// Arguments can hold secrets, and every user of the machine can list them.
process.title = 'kolvera';

// Node 22 warns that its SQLite may still change. Users need not see that.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') console.error(`${warning.name}: ${warning.message}`);
});

// A closed pipe, `kolvera events | head -1`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const interruption = new AbortController();
const interrupt = () => {
  // The second time, the cleanup is abandoned.
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort();
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  // Opened on demand: it takes a third of the time of Node's own start.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted: interruption.signal,
});
