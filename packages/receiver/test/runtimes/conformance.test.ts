/**
 * @module The suite, over HTTP, on every runtime.
 * @slow Starts Node 22, Bun, Deno and workerd.
 */
import { describeConformance } from '@kolvera/conformance/vitest';
import { ownEndpoint } from '../own-endpoint.ts';
import { CONTROL_PATH, type Observed } from './controlled-endpoint.ts';
import { runtimes } from './runtimes.ts';

for (const { name, start } of runtimes) {
  describeConformance(
    ownEndpoint(`Own endpoint on ${name} (HTTP)`, async () => {
      const { origin, stop } = await start();
      const control = async (init?: RequestInit): Promise<Observed> =>
        (await fetch(origin + CONTROL_PATH, init)).json() as Promise<Observed>;
      return {
        url: `${origin}/kolvera`,
        async configure(configuration) {
          await control({ method: 'POST', body: JSON.stringify(configuration) });
        },
        observed: () => control(),
        stop,
      };
    }),
  );
}
