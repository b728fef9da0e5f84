/** @module `npm run zapier-api-stand-in -w apps/zapier`: a local stand-in for Zapier's API. */
import { startZapierApi } from './server.ts';

const { origin, deployKey, appId, close } = await startZapierApi();
console.log(`A stand-in for Zapier's API is at ${origin}. It keeps versions until you end it with Ctrl+C.

Push a version to it from another terminal, then promote it. Afterwards delete apps/zapier/promoted.json,
which the promotion writes:

  export ZAPIER_BASE_ENDPOINT=${origin} ZAPIER_DEPLOY_KEY=${deployKey} ZAPIER_APP_ID=${appId}
  npm run build -w apps/zapier && npm run push -w apps/zapier
  npm run promote -w apps/zapier -- 1.0.0
`);
process.once('SIGINT', close);
process.once('SIGTERM', close);
