/** @module `npm start`: the sandbox in the foreground. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startOnStablePort } from './stable-port.ts';
import { welcome } from './welcome.ts';

const PORT = 4790;
const database = fileURLToPath(new URL('../../../.cache/sandbox.sqlite', import.meta.url));

try {
  mkdirSync(dirname(database), { recursive: true });
  const { sandbox, portWasTaken } = await startOnStablePort(PORT, { database });
  if (portWasTaken)
    console.log(`Port ${PORT} is in use by another program, so this is a free one.\n`);
  console.log(welcome(sandbox));
  const stop = () => void sandbox.close().then(() => process.exit());
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
