/** @module How much one of our packages adds to a bundle, for the size tests. */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface Bundle {
  /** Minified JavaScript. */
  readonly text: string;
  /** Its size in bytes, gzipped. */
  readonly gzipped: number;
}

/**
 * The catalogue's data that a reader of deliveries needs. It grows with the events, and size limits are
 * for code.
 */
const CATALOGUE_DATA = ['*/generated/known-events.ts', '*/event-places.ts'];

/**
 * Bundles a module and everything of ours that it imports, from the sources, without the catalogue's
 * data.
 *
 * @param contents the module: `export { parseEvents } from './index.ts'`.
 * @param folder where its relative imports start.
 * @param external imports to leave out; Node's modules always are.
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
