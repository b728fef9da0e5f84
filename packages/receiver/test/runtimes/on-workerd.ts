/** @module On workerd, the runtime of Cloudflare Workers. */
import { createControlledEndpoint } from './controlled-endpoint.ts';

export default { fetch: createControlledEndpoint() };
