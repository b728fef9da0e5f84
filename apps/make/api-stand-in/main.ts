/** @module `npm run make-api-stand-in -w apps/make`: a local stand-in for Make's API, until Ctrl+C. */
import { startMakeApi } from './server.ts';

const { zone, token, close } = await startMakeApi();
console.log(`A stand-in for Make's API is at ${zone}. It keeps apps until you end it with Ctrl+C.

Try a deployment in another terminal:

  MAKE_ZONE=${zone} MAKE_TOKEN=${token} npm run deploy -w apps/make -- --dry-run
`);
process.once('SIGINT', () => void close());
process.once('SIGTERM', () => void close());
