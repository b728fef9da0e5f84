/** @module On Deno. */
import { createControlledEndpoint } from './controlled-endpoint.ts';

declare const Deno: {
  serve(
    options: { port: number; hostname: string; onListen: (address: { port: number }) => void },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
};

const onListen = ({ port }: { port: number }) => console.log(`port: ${port}`);
Deno.serve({ port: 0, hostname: '127.0.0.1', onListen }, createControlledEndpoint());
