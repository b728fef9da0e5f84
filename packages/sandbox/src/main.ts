#!/usr/bin/env node
/** @module `kolvera-sandbox`: the sandbox in the foreground, without anything else of ours. */
import { parseArgs } from 'node:util';
import { startOnStablePort } from './stable-port.ts';
import { welcome } from './welcome.ts';

const USAGE = `Usage: kolvera-sandbox [--port <port>] [--database <file>]
  --port <port>      4790 unless set; a free one when another program has it
  --database <file>  keeps webhooks, keys and log; without it they end with the process
`;

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4790' },
      database: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(USAGE);
  else await run(Number(values.port), values.database);
} catch (error) {
  const isUsage =
    error instanceof Error && 'code' in error && /PARSE_ARGS/.test(String(error.code));
  console.error(isUsage ? USAGE : error instanceof Error ? error.message : error);
  process.exitCode = isUsage ? 2 : 1;
}

async function run(port: number, database: string | undefined): Promise<void> {
  const { sandbox, portWasTaken } = await startOnStablePort(port, database ? { database } : {});
  if (portWasTaken)
    console.log(`Port ${port} is in use by another program, so this is a free one.\n`);
  console.log(welcome(sandbox));
  const stop = () => void sandbox.close().then(() => process.exit());
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
