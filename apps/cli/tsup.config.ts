import { defineConfig, type Options } from 'tsup';
import { library } from '../../tsup.config.base.ts';

/**
 * Importing one of Node's own modules reads each of its properties, and some of those load more:
 * readline, say. Asking for the module reads fewer. `kolvera --help` took 1.9 times what bare Node
 * takes, not 2.0, and the goal is under 2.
 */
const builtinModules: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'builtin-modules',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}')`,
    }));
  },
};

// commander is bundled: as one file it takes half as long to load. `node:sqlite` exists under its
// whole name alone.
export default defineConfig({
  ...library,
  entry: ['src/main.ts'],
  dts: false,
  minify: true,
  removeNodeProtocol: false,
  esbuildPlugins: [builtinModules],
  banner: { js: '/*! With commander, (c) 2011 TJ Holowaychuk and contributors, MIT licence. */' },
});
