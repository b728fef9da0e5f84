/** @module What those who bundle one of our packages carry, for the tests of sizes. */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface Bundle {
  /** Minified JavaScript. */
  readonly text: string;
  /** Its size in bytes, gzipped. */
  readonly gzipped: number;
}

/**
 * Bundles a module and everything of ours that it imports, from the sources.
 *
 * @param contents the module: `export { parseEvent } from './index.ts'`.
 * @param folder where its relative imports start.
 * @param external packages that count for themselves; Node's own modules always do.
 */
export async function bundle(
  contents: string,
  folder: string,
  external: readonly string[] = [],
): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    conditions: ['@kolvera/source'],
    external: ['node:*', ...external],
  });
  const text = outputFiles[0]?.text ?? '';
  return { text, gzipped: gzipSync(text, { level: 9 }).length };
}
