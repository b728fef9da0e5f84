#!/usr/bin/env node
// In the repository the sources run as they are, without a build; what is published has none.
import { existsSync } from 'node:fs';
import module from 'node:module';

if (existsSync(new URL('../src/main.ts', import.meta.url))) {
  module.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ['@kolvera/source', ...context.conditions] }),
  });
  await import('../src/main.ts');
} else {
  await import('../dist/main.js');
}
