/** @module The steps to connect each platform, with this sandbox's values, and the API keys. */
import { html } from 'hono/html';
import type { ApiKey } from '../store/api-keys.ts';
import type { Html } from './html.ts';
import { codeBlock, confirmed, copyable, timeMark } from './parts.ts';

export interface Values {
  /** The API's base address for this browser. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The secret of the newest webhook, if there is one. */
  readonly secret: string | undefined;
}

/** The names of fields and modules are in `<dt>` and `<b>`: a test looks for them in the apps. */
export function connectPage(values: Values, keys: readonly ApiKey[]): Html {
  const { baseUrl, apiKey, secret } = values;
  const { host, port } = new URL(baseUrl);
  const address = copyable(baseUrl, 'the API address');
  const key = copyable(apiKey, 'the API key');
  const tunnel = html`Start a tunnel that rewrites the Host header, for example with ngrok: ${copyable(`ngrok http ${port} --host-header=${host}`, 'the command of the tunnel')}`;
  const throughTunnel = html`the tunnel’s address, with <code>/v1</code> at the end`;
  return html`<div class="head"><h1>Connect</h1><p>The steps for each platform, with the values of this sandbox.</p></div>
<section class="card"><dl class="facts"><dt>API address</dt><dd>${address}</dd><dt>API key</dt><dd>${key}</dd></dl></section>
<div class="platforms">
<section class="card" id="n8n"><h2>n8n</h2><ol>
<li>Install <b>n8n-nodes-kolvera</b> under Settings → Community nodes.</li>
<li>Create a <b>Kolvera API</b> credential:<dl><dt>API Key</dt><dd>${key}</dd><dt>API Address</dt><dd>${address}</dd></dl></li>
<li>Add <b>Kolvera Trigger</b>, choose events, and publish the workflow. Its webhook appears under <a href="/settings/webhooks">Webhooks</a>.</li>
<li><a href="/settings/fire">Fire an event</a>.</li></ol>
<p class="quiet">n8n has to run on this machine. In Docker, start it with <code>--network host</code>.</p></section>
<section class="card" id="zapier"><h2>Zapier</h2><ol>
<li>${tunnel}</li>
<li>In the app’s version, set an environment variable:<dl><dt>KOLVERA_API_URL</dt><dd>${throughTunnel}</dd></dl></li>
<li>Connect an account:<dl><dt>API Key</dt><dd>${key}</dd></dl></li>
<li>Choose a trigger, publish the Zap, and <a href="/settings/fire">fire an event</a>.</li></ol></section>
<section class="card" id="make"><h2>Make</h2><ol>
<li>Add Make’s own Custom webhook, with its request headers and JSON pass-through, and <a href="/settings/webhooks#add">add its URL</a> here.</li>
<li>Add <b>Read an event</b> with a connection of the type <b>Kolvera webhook secret</b>: the secret is on the webhook’s page.</li>
<li>Map the text and the headers of the Custom webhook, run the scenario, and <a href="/settings/fire">fire an event</a>.</li></ol>
<p class="quiet">The modules that subscribe by themselves call Kolvera’s own API only.</p></section>
<section class="card wide" id="own-endpoint"><h2>Your own endpoint</h2><ol>
<li>Start it, with <b>@kolvera/receiver</b> or in any language.</li>
<li><a href="/settings/webhooks#add">Add its URL</a>, for example <code>http://localhost:3000/</code>.</li>
<li>Give it the webhook’s secret${secret ? html`. The newest webhook’s is ${copyable(secret, 'the secret')}` : ', which is on the webhook’s page.'}</li>
<li><a href="/settings/fire">Fire an event</a>.</li></ol>
${codeBlock(endpoint(secret ?? 'the secret of the webhook'), 'the endpoint')}</section>
<section class="card" id="cli"><h2>Terminal</h2><ol>
<li>Choose this Kolvera:${codeBlock(`export KOLVERA_API_URL=${baseUrl}\nexport KOLVERA_API_KEY=${apiKey}`, 'the variables')}</li>
<li>Subscribe, and show each delivery:${codeBlock('kolvera listen --register', 'the command')}</li>
<li><a href="/settings/fire">Fire an event</a>.</li></ol></section>
</div>
<section class="card" id="keys"><h2>API keys</h2>
<ul class="rows">${keys.map(
    ({ id, name, key: value, last_used_at, printed }) =>
      html`<li class="row" data-key="${id}"><div class="grow"><span class="title">${name}</span><p>${copyable(value, `the key ${name}`)}</p><p class="quiet">${last_used_at ? html`Last used ${timeMark(last_used_at)}` : 'Never used'}</p></div>${printed ? '' : confirmed(`/settings/keys/${id}/revoke`, 'Revoke', 'Requests with this key are answered 401 from now on.')}</li>`,
  )}</ul>
<form class="inline addkey" method="post" action="/settings/keys"><label>Name<input type="text" name="name" required maxlength="80" autocomplete="off" placeholder="n8n on my laptop"></label><button>Create key</button></form>
<h3>List the webhooks</h3>
${codeBlock(`curl -s ${baseUrl}/webhooks -H 'Authorization: Bearer ${apiKey}'`, 'the command')}
</section>`;
}

function endpoint(secret: string): string {
  return `import { createServer } from 'node:http';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';

const receiver = createReceiver({
  secret: ${JSON.stringify(secret)},
}).onAny(({ event, id }) => console.log(event, id));

createServer(createNodeHandler(receiver)).listen(3000);`;
}
