/** @module `npm run example`: the endpoint with a secret of its own, and a delivery to try it with. */
import { signedDelivery } from '@kolvera/receiver/testing';

const PORT = process.env.PORT ?? '3000';
const secret = process.env.KOLVERA_WEBHOOK_SECRET ?? `whsec_${crypto.randomUUID()}`;
process.env.KOLVERA_WEBHOOK_SECRET = secret;

await import('./endpoint.ts');

const { headers, body } = signedDelivery('contact.created', { secret });
const options = Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`);
console.log(`
The endpoint's secret is ${secret}

Send it a signed delivery from another terminal:

  curl http://localhost:${PORT}/kolvera ${options.join(' ')} \\
    --data-raw '${body.replaceAll("'", "'\\''")}'

Send it twice, and the second is answered "repeated". Change a letter, and it is answered 401.
`);
