/** @module The hand-written endpoint on Flask, in a separate process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import type { PlantedFault, RunningEndpoint } from './hand-written.ts';

const source = new URL('./flask_endpoint.py', import.meta.url);

/** Debian's own Python has the Flask of Debian's package; another Python first on PATH has not. */
export async function startFlask(secret: string, fault?: PlantedFault): Promise<RunningEndpoint> {
  await requireDebianPackage('/usr/bin/flask', 'python3-flask');
  const child = spawn('/usr/bin/python3', [source.pathname, secret, ...(fault ? [fault] : [])], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`The Flask endpoint ended with ${code} before it listened.`);
  });
  const listening = once(createInterface({ input: child.stdout }), 'line');
  const [origin] = await Promise.race([listening, exited]);
  return {
    url: `${origin}/kolvera`,
    counter: `${origin}/handled`,
    source,
    async stop() {
      child.kill();
      await exited.catch(() => undefined);
    },
  };
}
