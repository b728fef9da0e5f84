import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// Node exits with 13 when nothing keeps a script alive that still awaits: the time limit has to.
test('a script with a hanging handler gets its 503, and exits with 0', async () => {
  const script = join(import.meta.dirname, 'hanging-handler.ts');
  const run = promisify(execFile)(process.execPath, ['--conditions=@kolvera/source', script]);
  expect((await run).stdout).toBe('503\n');
}, 30_000);
