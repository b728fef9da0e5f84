/** @module `npm run zapier-api-stand-in -w apps/zapier`: a local stand-in for Zapier's API. */
import { startZapierApi } from './server.ts';

const { origin, deployKey, appId, close } = await startZapierApi();
console.log(`A stand-in for Zapier's API is at ${origin}. It keeps versions until you end it with Ctrl+C.

Push a version to it from another terminal, then promote it:

  export ZAPIER_BASE_ENDPOINT=${origin} ZAPIER_DEPLOY_KEY=${deployKey} ZAPIER_APP_ID=${appId}
  npm run push -w apps/zapier
`);
process.once('SIGINT', close);
process.once('SIGTERM', close);
