/** @module `npm start`: the sandbox in the foreground. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { welcome } from './welcome.ts';

/** Stable, so that what was set up yesterday still finds the sandbox today. */
const PORT = 4790;
const database = fileURLToPath(new URL('../../../.cache/sandbox.sqlite', import.meta.url));

async function start(): Promise<Sandbox> {
  mkdirSync(dirname(database), { recursive: true });
  try {
    return await startSandbox({ port: PORT, database });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    console.log(`Port ${PORT} is in use by another program; taking a free one.\n`);
    return startSandbox({ database });
  }
}

try {
  const sandbox = await start();
  console.log(welcome(sandbox));
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
