/** @module `npm run dev`: the types and the fast tests, again after each change that affects them. */
import { spawn } from 'node:child_process';

for (const command of ['tsc --watch --preserveWatchOutput', 'vitest --mode fast']) {
  const { on } = spawn(command, { shell: true, stdio: 'inherit' });
  on('exit', (code) => process.exit(code ?? 1));
}
