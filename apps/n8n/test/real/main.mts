/**
 * @module `npm run test:n8n`: the packed node in the real n8n, against a local Kolvera.
 * Exit code 1 when something could not be proven.
 */

import { startProof } from './proof.mts';
import { proveDeliveries } from './prove-deliveries.mts';
import { proveInstallation } from './prove-installation.mts';
import { proveRefusals } from './prove-refusals.mts';
import { proveRegistration } from './prove-registration.mts';
import { proveRestart } from './prove-restart.mts';
import { proveSecrecy } from './prove-secrecy.mts';
import { proveTemplates } from './prove-templates.mts';
import { openStage } from './stage.mts';

const report = startProof(console.log);
const stage = await openStage(console.log);
try {
  await proveInstallation(stage, report.prove);
  await proveDeliveries(stage, report.prove);
  await proveRegistration(stage, report.prove);
  await proveRefusals(stage, report.prove);
  await proveRestart(stage, report.prove);
  await proveTemplates(stage, report.prove);
  await proveSecrecy(stage, report.prove);
} finally {
  await stage.close();
}
process.exitCode = report.close() ? 0 : 1;
