import { expectPublicIdentifiers } from '@kolvera/test-support/public-identifiers';
import { test } from 'vitest';
import { events } from './catalogue.ts';

test('the names of the events: renaming one breaks every subscription to it', () => {
  const file = new URL('../public-identifiers.txt', import.meta.url);
  expectPublicIdentifiers(
    file,
    'event',
    events.map(({ name }) => name),
  );
});
