/** @slow Starts tsc and Vitest. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

const WAIT = { timeout: 60_000, interval: 100 };

test('npm run dev shows a type error when one is saved, and Ctrl-C leaves nothing behind', {
  timeout: 200_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-dev-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'tsconfig.json'), '{ "files": ["price.ts"] }');
  writeFileSync(join(folder, 'price.ts'), 'export const price: number = 1;');
  const passing = "import { test } from 'vitest';\ntest('a test', () => {});";
  writeFileSync(join(folder, 'price.test.ts'), passing);

  // A process group of its own, which gets the signals that a terminal sends.
  const dev = spawn(process.execPath, [resolve('scripts/dev.ts')], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const signal = (name: NodeJS.Signals | 0) => process.kill(-Number(dev.pid), name);
  let output = '';
  dev.stdout.on('data', (data) => {
    output += data;
  });
  await vi.waitFor(() => expect(output).toContain('Found 0 errors'), WAIT);
  await vi.waitFor(() => expect(output).toContain('Waiting for file changes'), WAIT);

  writeFileSync(join(folder, 'price.ts'), "export const price: number = '1';");
  await vi.waitFor(() => expect(output).toContain('price.ts(1,14): error TS2322'), WAIT);

  signal('SIGINT');
  await vi.waitFor(() => expect(() => signal(0)).toThrow('ESRCH'), WAIT);
});
