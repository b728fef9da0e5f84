/**
 * @module `npm run test:n8n`: the packed node in the real n8n, against a local Kolvera.
 * Exit code 1 when a proof fails.
 *
 * `-- --crashes 30` kills n8n 30 times in the middle of a burst (default: 4);
 * `-- --only nothing-lost` proves one part.
 */
import { parseArgs } from 'node:util';
import { installN8n } from './install-n8n.mts';
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
import { openStage, runN8n, type Stage } from './stage.mts';

/**
 * How long n8n may take to publish a workflow, and locks one that it was publishing when it was killed;
 * by default two minutes.
 */
const LEASE = 'N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS';
/** n8n tries five times, which takes long on a busy machine. */
const PATIENT = { [LEASE]: '600' };
const SOON_RELEASED = {
  [LEASE]: '60',
  N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '1000',
};

/** Parts that run one after the other, with their own local Kolvera. */
type Lane = Readonly<Record<string, (stage: Stage, prove: Proof) => Promise<void>>>;

const { values } = parseArgs({
  options: { crashes: { type: 'string', default: '4' }, only: { type: 'string' } },
});
const running: readonly Lane[] = [
  {
    installation: proveInstallation,
    deliveries: proveDeliveries,
    bursts: proveBursts,
    templates: proveTemplates,
    secrecy: proveSecrecy,
  },
  // It mostly waits for n8n, which tries five times.
  { registration: proveRegistration, refusals: proveRefusals, secrecy: proveSecrecy },
];
const ended: readonly Lane[] = [
  {
    restart: proveRestart,
    'nothing-lost': (stage, prove) => proveNothingLost(stage, prove, Number(values.crashes)),
    secrecy: proveSecrecy,
  },
];

/** It is killed while it publishes, and mostly waits for the lock to expire. */
const killed: readonly Lane[] = [{ repair: proveRepair, secrecy: proveSecrecy }];

await installN8n();
const report = startProof(console.log);
const outcomes = await Promise.allSettled([
  proveIn(running, PATIENT),
  proveIn(ended, PATIENT),
  proveIn(killed, SOON_RELEASED),
]);
const isProven = report.close();
for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
process.exitCode = isProven ? 0 : 1;

/** Proves the lanes at the same time in one n8n. */
async function proveIn(lanes: readonly Lane[], settings: NodeJS.ProcessEnv): Promise<void> {
  const wanted = lanes
    .map((lane) => Object.entries(lane).filter(([name]) => [undefined, name].includes(values.only)))
    .filter((parts) => parts.length > 0);
  if (wanted.length === 0) return;
  const n8n = await runN8n(settings);
  async function proveLane(parts: readonly (readonly [string, Lane[string]])[]) {
    const stage = await openStage(n8n);
    try {
      for (const [name, part] of parts) {
        const start = Date.now();
        await part(stage, report.prove);
        console.log(`  ${name}: ${Math.round((Date.now() - start) / 1000)} s`);
      }
    } finally {
      await stage.close();
    }
  }
  try {
    await Promise.all(wanted.map(proveLane));
  } finally {
    await n8n.server.close();
  }
}
