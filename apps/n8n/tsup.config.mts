import { cp } from 'node:fs/promises';
import { defineConfig } from 'tsup';

// One self-contained file per node and credential, because n8n loads community packages without
// runtime dependencies: our own packages are inlined, and n8n-workflow is n8n's.
export default defineConfig({
  entry: {
    'nodes/KolveraTrigger/KolveraTrigger.node': 'nodes/KolveraTrigger/KolveraTrigger.node.ts',
    'credentials/KolveraApi.credentials': 'credentials/KolveraApi.credentials.ts',
  },
  format: 'cjs',
  target: 'node22',
  splitting: false,
  treeshake: true,
  clean: true,
  external: ['n8n-workflow'],
  noExternal: [/^@kolvera\//],
  esbuildOptions(options) {
    options.conditions = ['@kolvera/source', 'node', 'import'];
  },
  async onSuccess() {
    await cp('icons', 'dist/icons', { recursive: true });
    await cp(
      'nodes/KolveraTrigger/KolveraTrigger.node.json',
      'dist/nodes/KolveraTrigger/KolveraTrigger.node.json',
    );
  },
});
