import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

// Tests run from TypeScript through the source condition, with no build in between. 'import' is not
// among them: vitest hands conditions to Node, where require() would then find ES modules.
const conditions = ['@kolvera/source', 'node', 'module', 'default'];

// n8n-workflow's ESM build imports files without their extension, which only bundlers resolve;
// n8n itself loads the CommonJS one.
const n8nWorkflow = createRequire(`${import.meta.dirname}/apps/n8n/package.json`).resolve(
  'n8n-workflow',
);

export default defineConfig({
  resolve: { conditions, alias: { 'n8n-workflow': n8nWorkflow } },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      '{packages,apps}/*/**/*.test.{ts,mts}',
      'scripts/**/*.test.ts',
      'examples/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.cache/**'],
    environment: 'node',
  },
});
