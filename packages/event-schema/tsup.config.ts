import { defineConfig } from 'tsup';
import { library } from '../../tsup.config.base.ts';

export default defineConfig({
  ...library,
  // A file for each module, so that who only parses leaves the catalogue out (`sideEffects: false`).
  entry: ['src/**/*.ts', '!src/**/*.test.ts', '!src/ideas.ts'],
  dts: { entry: ['src/index.ts', 'src/testing.ts'] },
});
