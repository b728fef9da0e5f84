/** @module Part of `npm run generate`: adds new names to every public-identifiers.txt. */
import { startVitest } from 'vitest/node';

process.env.KOLVERA_RECORD_PUBLIC_IDENTIFIERS = '1';
// The tests know what is public, and fail when a name is gone.
const vitest = await startVitest(['/public-identifiers.test'], {
  run: true,
  reporters: ['dot'],
  exclude: ['packages/test-support/**'],
});
await vitest.close();
