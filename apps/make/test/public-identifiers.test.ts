import { expectPublicIdentifiers } from '@kolvera/test-support/public-identifiers';
import { test } from 'vitest';
import { makeApp } from '../src/app/make-app.ts';
import type { Parameter } from '../src/definition/parameter.ts';

function names(parameters: readonly Parameter[]): readonly string[] {
  return parameters.map(({ name }) => name);
}

function byId<C>(components: Readonly<Record<string, C>>, identifiers: (component: C) => unknown) {
  return Object.fromEntries(
    Object.entries(components).map(([id, component]) => [id, identifiers(component)]),
  );
}

// Scenarios keep these names: changing one breaks every scenario that uses it. Adding is safe.
test('the names that scenarios depend on stay as they are', () => {
  const { modules, webhooks, connections, rpcs } = makeApp();
  expectPublicIdentifiers(new URL('../public-identifiers.txt', import.meta.url), 'make', {
    connections: byId(connections, ({ params }) => names(params)),
    modules: byId(modules, (module) =>
      names('mappableParams' in module ? module.mappableParams : module.staticParams),
    ),
    rpcs: byId(rpcs, ({ params }) => names(params)),
    webhooks: byId(webhooks, ({ params }) => names(params)),
    kept: Object.keys(webhooks.contacts?.attached?.attach.response?.data ?? {}),
    output: names(modules.watchAllEvents?.interface ?? []),
  });
});
