import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { requireDebianPackage } from './require-debian-package.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kolvera-commands-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function putCommand(): Promise<void> {
  await writeFile(join(folder, 'tool'), '#!/bin/sh\n');
  await chmod(join(folder, 'tool'), 0o755);
}

test('a command that is there is found and nothing is installed', async () => {
  await putCommand();
  const install = vi.fn(putCommand);
  const machine = { path: `/nowhere:${folder}`, canInstall: true, install };
  expect(await requireDebianPackage('tool', 'a-package', machine)).toBe(join(folder, 'tool'));
  expect(install).not.toHaveBeenCalled();
});

test('a missing command is installed where that is possible', async () => {
  const install = vi.fn(putCommand);
  const machine = { path: folder, canInstall: true, install };
  expect(await requireDebianPackage('tool', 'a-package', machine)).toBe(join(folder, 'tool'));
  expect(install).toHaveBeenCalledExactlyOnceWith('a-package');
});

test('elsewhere a sentence says what is missing', async () => {
  const machine = { path: folder, canInstall: false, install: putCommand };
  await expect(requireDebianPackage('tool', 'a-package', machine)).rejects.toThrow(
    'The command tool is missing: install it (on Debian: apt-get install a-package) and try again.',
  );
});

test('a package without the command is an error', async () => {
  const machine = { path: folder, canInstall: true, install: async () => {} };
  await expect(requireDebianPackage('tool', 'a-package', machine)).rejects.toThrow(
    'The Debian package a-package was installed but has no tool.',
  );
});
