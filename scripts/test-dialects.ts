/**
 * @module `npm run test:dialects`: the day of the first capture, five times over. For each dialect of
 * the local Kolvera it captures every event, has `kolvera inspect` say what to correct, corrects and
 * generates in a scratch copy, and runs every consumer through the conformance suite with the local
 * Kolvera speaking that dialect. `--short` takes one dialect, the receiver and Make. `--everything`
 * does all that docs/truth.md tells a person to do after the correction: it takes an hour.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { events } from '../packages/event-schema/src/index.ts';
import { type DialectName, dialects, startSandbox } from '../packages/sandbox/src/index.ts';
import { makeScratchCopy } from './scratch-copy.ts';

const { values: flags, positionals } = parseArgs({
  options: {
    short: { type: 'boolean' },
    everything: { type: 'boolean' },
    keep: { type: 'boolean' },
  },
  allowPositionals: true,
});

const all = Object.keys(dialects) as DialectName[];
const chosen = positionals.length > 0 ? positionals : flags.short ? ['other-names'] : all;
const SUITES = {
  short: ['packages/receiver/test/conformance.test.ts', 'apps/make/test/conformance.test.ts'],
  whole: ['packages/receiver', 'apps/make', 'apps/zapier', 'apps/n8n'].map(
    (workspace) => `${workspace}/test/conformance.test`,
  ),
};
// What the consumers are made of; `npm run generate` makes the documents and pictures too.
const GENERATE = [
  'npm run generate --silent -w @kolvera/event-schema',
  'npm run generate --silent -w @kolvera/make',
];
/** What docs/truth.md has a person run after the correction. */
const EVERYTHING = [
  'npm run generate',
  'npm run demo',
  'npm test',
  'npm run check',
  'npm run build -w apps/zapier && npm run compare -w apps/zapier',
];
const BUILD = 'npx turbo run build --output-logs=errors-only';

for (const name of all.filter((one) => chosen.includes(one))) {
  console.log(`\n── ${name}: ${dialects[name].description}`);
  await tryDialect(name);
}

async function tryDialect(name: DialectName): Promise<void> {
  const scratch = makeScratchCopy('dialect');
  let succeeded = false;
  const run = (command: string, env: Readonly<Record<string, string>> = {}, allowed = [0]) => {
    console.log(`\n$ ${command}`);
    const { INIT_CWD: _, ...own } = process.env;
    const { status } = spawnSync(command, {
      cwd: scratch,
      shell: true,
      stdio: 'inherit',
      env: { ...own, ...env },
    });
    if (!allowed.includes(status ?? -1)) throw new Error(`"${command}" failed in ${name}.`);
  };
  try {
    await capture(name, join(scratch, 'captures'));
    const kolvera = 'node --conditions=@kolvera/source apps/cli/src/main.ts';
    // 1 says that something differs.
    run(`${kolvera} inspect captures --corrections corrections.json`, {}, [0, 1]);
    run('npm run correct --silent -- corrections.json', { INIT_CWD: scratch });
    for (const command of GENERATE) run(command);
    run('npx biome check --write --log-level=error packages/event-schema apps/make');
    run(`${kolvera} inspect captures`, {}, name === 'numeric-ids' ? [1] : [0]);
    if (!flags.short) run(BUILD);
    run(`npx vitest run ${SUITES[flags.short ? 'short' : 'whole'].join(' ')}`, {
      KOLVERA_DIALECT: name,
    });
    if (flags.everything) for (const command of EVERYTHING) run(command);
    succeeded = true;
  } finally {
    if (flags.keep || !succeeded) console.log(`\nThe scratch copy is in ${scratch}`);
    else rmSync(scratch, { recursive: true });
  }
}

/** Has a local Kolvera that speaks the dialect fire every event, and keeps the bodies. */
async function capture(dialect: DialectName, folder: string): Promise<void> {
  mkdirSync(folder);
  let received = 0;
  const endpoint = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received += 1;
    writeFileSync(join(folder, `${received}.json`), Buffer.concat(chunks));
    response.end();
  });
  await new Promise<void>((listening) => endpoint.listen(0, '127.0.0.1', listening));
  const kolvera = await startSandbox({ dialect });
  try {
    const { port } = endpoint.address() as AddressInfo;
    kolvera.addWebhook({ url: `http://127.0.0.1:${port}/` });
    for (const { name } of events) await kolvera.fire(name);
    await kolvera.settled();
  } finally {
    await kolvera.close();
    endpoint.close();
  }
  if (received !== events.length) throw new Error(`${received} deliveries were captured.`);
}
