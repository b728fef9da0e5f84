/**
 * @module A Cloudflare Worker, with `compatibility_flags = ["nodejs_compat"]`. The secret is a binding:
 * `wrangler secret put KOLVERA_WEBHOOK_SECRET`.
 */
import { createReceiver } from '@kolvera/receiver';
import { createFetchHandler } from '@kolvera/receiver/fetch';

interface Env {
  readonly KOLVERA_WEBHOOK_SECRET: string;
}

let handle: ((request: Request) => Promise<Response>) | undefined;

function createHandler({ KOLVERA_WEBHOOK_SECRET: secret }: Env) {
  const receiver = createReceiver({ secret }).on('contact.created', ({ data }) =>
    console.log(`New contact: ${data.contact?.email}`),
  );
  return createFetchHandler(receiver);
}

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    handle ??= createHandler(env);
    return handle(request);
  },
};
