/** @module Connecting: the steps for each platform with this Kolvera's values, and the API keys. */
import { html } from 'hono/html';
import type { ApiKey } from '../store/api-keys.ts';
import type { Html } from './layout.ts';
import { codeBlock, confirmed, copyable, timeMark } from './parts.ts';

export interface Values {
  /** The API's base address, as this browser reaches it. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The secret of the newest webhook, if there is one. */
  readonly secret: string | undefined;
}

export function connectPage(values: Values, keys: readonly ApiKey[]): Html {
  const { baseUrl, apiKey, secret } = values;
  const address = html`${copyable(baseUrl, 'the API address')}`;
  const key = html`${copyable(apiKey, 'the API key')}`;
  const someSecret = secret ?? 'the secret of the webhook';
  return html`<div class="head"><h1>Connect</h1><p>What each platform asks for, with the values of this Kolvera.</p></div>
<section class="card"><dl class="facts"><dt>API address</dt><dd>${address}</dd><dt>API key</dt><dd>${key}</dd></dl></section>
<div class="columns platforms">
<section class="card"><h2>n8n</h2><ol>
<li>Install <code>n8n-nodes-kolvera</code> under Settings → Community nodes.</li>
<li>Create a <b>Kolvera API</b> credential. API Key: ${key} API Address: ${address}</li>
<li>Add <b>Kolvera Trigger</b>, choose events, and publish the workflow. It adds its webhook here automatically.</li>
<li><a href="/settings/fire">Fire an event</a>.</li></ol>
<p class="quiet">n8n must reach this address: in Docker, use the host's name instead of 127.0.0.1.</p></section>
<section class="card"><h2>Zapier</h2><ol>
<li>Zapier calls from the internet, so give this Kolvera a public https address with a tunnel such as cloudflared, ngrok or Tailscale Funnel, pointing at ${address}</li>
<li>Set <code>KOLVERA_API_URL</code> of the app's version to the tunnel's address, with <code>/v1</code> at the end.</li>
<li>Connect an account. API Key: ${key}</li>
<li>Choose a trigger, turn the Zap on, and <a href="/settings/fire">fire an event</a>.</li></ol></section>
<section class="card"><h2>Make</h2><ol>
<li>Make calls from the internet too: put a tunnel in front of ${address}</li>
<li>Create a <b>Kolvera</b> connection. API key: ${key} API address: the tunnel's, with <code>/v1</code> at the end.</li>
<li>Add <b>Watch events</b>, create its webhook, and run the scenario.</li>
<li><a href="/settings/fire">Fire an event</a>.</li></ol>
<p class="quiet">Or add a custom webhook's URL under <a href="/settings/webhooks#add">Webhooks</a> by hand.</p></section>
<section class="card"><h2>Own endpoint</h2><ol>
<li>Start an endpoint with <code>@kolvera/receiver</code>, and <a href="/settings/webhooks#add">add its URL</a>, for example <code>http://localhost:3000/</code>.</li>
<li>Give it the webhook's secret${secret ? html`: ${copyable(secret, 'the secret')}` : ', which the webhook’s page shows.'}</li>
<li><a href="/settings/fire">Fire an event</a>.</li></ol>
${codeBlock(
  `import { createServer } from 'node:http';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';

const receiver = createReceiver({ secret: ${JSON.stringify(someSecret)} })
  .onAny(({ event, id }) => console.log(event, id));
createServer(createNodeHandler(receiver)).listen(3000);`,
  'the endpoint',
)}</section>
</div>
<section class="card" id="keys"><h2>API keys</h2>
<ul class="rows">${keys.map(
    ({ id, name, key: value, last_used_at, printed }) =>
      html`<li class="row" data-key="${id}"><div class="grow"><span class="title">${name}</span><p>${copyable(value, `the key ${name}`)}</p><p class="quiet">${last_used_at ? html`Last used ${timeMark(last_used_at)}` : 'Never used'}</p></div>${printed ? '' : confirmed(`/settings/keys/${id}/revoke`, 'Revoke', 'Whatever uses this key gets a 401 from now on.')}</li>`,
  )}</ul>
<form class="inline addkey" method="post" action="/settings/keys"><label>Name<input type="text" name="name" required maxlength="80" autocomplete="off" placeholder="n8n on my laptop"></label><button>Create key</button></form>
<h3>List the webhooks</h3>
${codeBlock(`curl -s ${baseUrl}/webhooks -H 'Authorization: Bearer ${apiKey}'`, 'the command')}
</section>`;
}
