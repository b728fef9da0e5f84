import { defineConfig } from 'tsup';

// Our own packages are taken from source and inlined: Zapier's build would look for them in the
// registry. zapier-platform-core stays an import, because Zapier ships the app with it.
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'node22',
  clean: true,
  treeshake: true,
  noExternal: [/^@kolvera\//],
  esbuildOptions(options) {
    options.conditions = ['@kolvera/source'];
  },
});
