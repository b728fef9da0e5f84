import { globSync, readFileSync } from 'node:fs';
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

const include = [
  '{packages,apps}/*/**/*.test.{ts,mts}',
  'examples/**/*.test.ts',
  'scripts/**/*.test.ts',
  'skills/**/*.test.ts',
];
const exclude = ['**/node_modules/**', '**/dist/**', '**/.cache/**'];

/**
 * Tests that say `@slow` in the comment at their top: they build, need a browser, another runtime or a
 * server that is not ours, or run for long. `--mode fast` leaves them out.
 */
function slowTests(): readonly string[] {
  return globSync(include, { cwd: import.meta.dirname, exclude }).filter((file) => {
    const [header = ''] = readFileSync(`${import.meta.dirname}/${file}`, 'utf8').split('*/', 1);
    return header.startsWith('/**') && header.includes('@slow');
  });
}

export default defineConfig(({ mode }) => ({
  resolve: { conditions, alias: { 'n8n-workflow': n8nWorkflow } },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include,
    exclude: mode === 'fast' ? [...exclude, ...slowTests()] : exclude,
    environment: 'node',
    globalSetup: 'packages/test-support/src/shared-browser.ts',
    // For a busy machine: no test is meant to come near them.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Vitest leaves a processor free; on two that halves the speed, and many tests wait for a server.
    maxWorkers: '100%',
  },
}));
