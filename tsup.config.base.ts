import type { Options } from 'tsup';

/** What every published library's build shares: ESM, declarations, our other packages as imports. */
export const library = {
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'node22',
  dts: true,
  clean: true,
  treeshake: true,
  // Workers know Node's modules by `node:` only.
  removeNodeProtocol: false,
} satisfies Options;
