/** @module A database's file in a new folder, removed when the test has finished. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'sandbox.sqlite');
}
