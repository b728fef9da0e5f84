import { expectPublicIdentifiers } from '@kolvera/test-support/public-identifiers';
import { test } from 'vitest';
import { kolveraApp } from '../src/app.ts';
import { inputFields, staticOutputFields, steps } from './publishing/app-parts.ts';

// Zaps keep these keys. Renaming or removing a trigger's, an action's or an input field's key breaks
// every Zap that uses it; an output field's key empties the steps that were given its value; a
// connection field's key makes every owner reconnect. Adding is safe.
test('the keys that Zaps depend on stay as they are', () => {
  const app = kolveraApp();
  expectPublicIdentifiers(new URL('../public-identifiers.txt', import.meta.url), 'zapier', {
    connection: app.authentication?.fields?.map(({ key }) => key),
    ...Object.fromEntries(
      steps(app).map((step) => [
        step.name,
        {
          input: inputFields(step).map(({ key }) => key),
          output: staticOutputFields(step).map(({ key }) => key),
        },
      ]),
    ),
  });
});
