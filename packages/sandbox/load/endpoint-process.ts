/** @module Starts the endpoint in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface EndpointProcess {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startEndpoint(): Promise<EndpointProcess> {
  const child = fork(new URL('endpoint.ts', import.meta.url));
  const [address] = await once(child, 'message');
  return {
    url: `http://127.0.0.1:${Number(Object(address).port)}/webhook`,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
