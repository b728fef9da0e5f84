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
 * What a reader of deliveries holds of the catalogue. It grows with the events and with what captures
 * correct, and no budget is to be raised for that: budgets are for code.
 */
const CATALOGUE_DATA = ['*/generated/known-events.ts', '*/envelope-keys.ts'];

/**
 * Bundles a module and everything of ours that it imports, from the sources, without the catalogue's
 * data.
 *
 * @param contents the module: `export { parseEvent } from './index.ts'`.
 * @param folder where its relative imports start.
 * @param external imports that count for themselves; Node's own modules always do.
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
    external: ['node:*', ...CATALOGUE_DATA, ...external],
  });
  const text = outputFiles[0]?.text ?? '';
  return { text, gzipped: gzipSync(text, { level: 9 }).length };
}
