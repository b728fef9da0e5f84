/**
 * @module `npm run test:n8n`: the packed node in the real n8n, against a local Kolvera.
 * Exit code 1 when something could not be proven.
 *
 * `-- --crashes 30` ends n8n in the middle of a burst so often (4 times unless set);
 * `-- --only nothing-lost` proves one part.
 */
import { parseArgs } from 'node:util';

import { type Proof, startProof } from './proof.mts';
import { proveBursts } from './prove-bursts.mts';
import { proveDeliveries } from './prove-deliveries.mts';
import { proveInstallation } from './prove-installation.mts';
import { proveNothingLost } from './prove-nothing-lost.mts';
import { proveRefusals } from './prove-refusals.mts';
import { proveRegistration } from './prove-registration.mts';
import { proveRepair } from './prove-repair.mts';
import { proveRestart } from './prove-restart.mts';
import { proveSecrecy } from './prove-secrecy.mts';
import { proveTemplates } from './prove-templates.mts';
import { openStage, type Stage } from './stage.mts';

const { values } = parseArgs({
  options: { crashes: { type: 'string', default: '4' }, only: { type: 'string' } },
});
const parts: Readonly<Record<string, (stage: Stage, prove: Proof) => Promise<void>>> = {
  installation: proveInstallation,
  deliveries: proveDeliveries,
  bursts: proveBursts,
  registration: proveRegistration,
  refusals: proveRefusals,
  repair: proveRepair,
  restart: proveRestart,
  'nothing-lost': (stage, prove) => proveNothingLost(stage, prove, Number(values.crashes)),
  templates: proveTemplates,
  secrecy: proveSecrecy,
};

const report = startProof(console.log);
const stage = await openStage(console.log);
try {
  for (const [name, part] of Object.entries(parts)) {
    if (values.only === undefined || values.only === name) await part(stage, report.prove);
  }
} finally {
  await stage.close();
}
process.exitCode = report.close() ? 0 : 1;
