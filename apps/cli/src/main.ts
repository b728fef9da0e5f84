/** @module The command `kolvera`. */
import { run } from './run.ts';

// Arguments can hold secrets, and everybody on the machine can list processes with theirs.
process.title = 'kolvera';

// Node 22 warns that its SQLite may still change. That is for us to know.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') console.error(`${warning.name}: ${warning.message}`);
});

// A reader that has seen enough, `kolvera events | head -1`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const interruption = new AbortController();
const interrupt = () => {
  // The second time, whatever is still being tidied up is left.
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort();
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  // Made when it is asked for, since it takes as long as a third of Node's own start.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted: interruption.signal,
});
