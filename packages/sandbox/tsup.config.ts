import { defineConfig } from 'tsup';
import { library } from '../../tsup.config.base.ts';

// `node:sqlite` exists under its whole name alone.
export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/main.ts'],
  removeNodeProtocol: false,
});
