import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsup';
import { expect, onTestFinished, test } from 'vitest';

/**
 * What a connector carries. A schema library, or openapi.yaml's texts, would go far beyond these;
 * raise them by hand, with a reason in the commit.
 */
const BUDGET = { minified: 20_000, gzipped: 7_500 };

test('a connector’s bundle of subscribe, unsubscribe and the requests keeps to its budget', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-size-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const entry = join(folder, 'entry.ts');
  const index = fileURLToPath(new URL('./index.ts', import.meta.url));
  await writeFile(
    entry,
    `export { call, getMe, listEvents, subscribe, unsubscribe } from ${JSON.stringify(index)};`,
  );
  await build({
    config: false,
    entry: [entry],
    format: 'esm',
    outDir: join(folder, 'dist'),
    minify: true,
    treeshake: true,
    silent: true,
    noExternal: [/./],
    esbuildOptions(options) {
      options.conditions = ['@kolvera/source'];
    },
  });
  const bundle = await readFile(join(folder, 'dist', 'entry.js'));
  expect(bundle.length).toBeLessThan(BUDGET.minified);
  expect(gzipSync(bundle).length).toBeLessThan(BUDGET.gzipped);
});
