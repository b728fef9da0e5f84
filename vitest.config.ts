import { defineConfig } from 'vitest/config';

// Tests run from TypeScript through the source condition, with no build in between.
const conditions = ['@kolvera/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['{packages,apps}/*/**/*.test.{ts,mts}', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.cache/**'],
    environment: 'node',
  },
});
