/** @module docs/cli.md: its words, and transcripts that are made by running the commands. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import {
  call,
  createFetchTransport,
  createWebhook,
  describeOwner,
  testWebhook,
  updateWebhook,
} from '@kolvera/webhook-api';
import { freePort } from '../../../scripts/free-port.ts';
import { startEndpoint } from './endpoint.ts';
import { openShell, type Shell } from './shell.ts';

const SECRET = 'whsec_of_the_shop';

/** Runs every command of the document, in folders of their own. */
export async function makeDocument(): Promise<string> {
  const folder = newProject();
  const another = newProject();
  const rehearsal = newProject();
  try {
    const secret = openShell(folder, { KOLVERA_WEBHOOK_SECRET: SECRET });
    return `# The command \`kolvera\`

Send, watch, replay and verify Kolvera's webhook deliveries in a terminal: offline, with Kolvera as
it is today, and without an account.

    npx @kolvera/cli --help

Until it is published, in a clone of this repository: \`npm ci && npx kolvera --help\`. It needs Node
22.16 or newer. Below it is called \`kolvera\`. The transcripts are made by running the commands
(\`npm run generate -w apps/cli\`); times, IDs and secrets in them are placeholders.

## Send an event to your endpoint

${await sending(secret)}

## Watch what arrives, and pass it on

![A terminal in which kolvera listen shows deliveries as they arrive](pictures/cli/listen.svg)

${await watching(secret)}

## Find out why a signature does not fit

${await verifying(secret)}

## Certify an endpoint

${await certifying(secret)}

## Hold captured deliveries against the catalogue

${await inspecting(rehearsal)}

## Look up an event

${fenced(await secret.run('kolvera events'))}

\`kolvera sample contact.created\` prints a whole one. The names and when they fire are published; the
fields are assumed, as [docs/events.md](events.md) marks them.

## Run a local Kolvera

${await runningKolvera(another)}

## Change webhooks through the API

Kolvera has published no API for webhooks. These commands use the one that we assume
([packages/webhook-api](../packages/webhook-api/README.md)), say so each time, and work with the local
Kolvera today.

${await managing(folder)}

\`kolvera listen --register\` subscribes your listener for as long as it runs; elsewhere than at a local
Kolvera it needs your tunnel's address, \`--url https://…\`.

## Find out what is wrong with your webhooks

${await examining(folder)}

## What is kept

In \`.kolvera\`, in the folder of your project (the nearest with a package.json or a .git):

| File | What |
| --- | --- |
| \`secret\` | the webhook secret that was made for you, where you gave none |
| \`deliveries.sqlite\` | the last 1,000 deliveries that \`kolvera listen\` received, with their bodies |
| \`forward-to\`, \`installation\` | where they were forwarded; which webhooks are this project's |
| \`sandbox.sqlite\` | the local Kolvera's webhooks, keys and log |

Only you can read the folder, and git ignores it. \`kolvera listen --no-keep\` keeps no deliveries;
\`kolvera clear\` removes it all.

## Secrets and keys

\`KOLVERA_WEBHOOK_SECRET\` or \`--secret-file\` for the webhook's secret, \`KOLVERA_API_KEY\` or
\`--api-key-file\` for the API key. \`--secret\` and \`--api-key\` work too; the list of processes then
shows \`kolvera\` in their place, but npx's own process and your shell's history show them. What you give is
never printed. What is made is printed once.

## In scripts

| Exit code | Means |
| --- | --- |
| 0 | it worked: accepted, or it fits |
| 1 | it did not: refused, no answer, it does not fit, something is wrong or differs, the API said no |
| 2 | wrong use: an unknown option, a missing file |

\`--json\` prints results as JSON, one object a line, and errors as \`{"error": {"code", "message"}}\`.
Results go to standard output, everything else to standard error. Colours appear on a terminal only,
and not with \`NO_COLOR\`. Ctrl-C ends every command and leaves nothing behind: the webhook is removed,
the port is free.

## Completion

    source <(kolvera completion bash)     # in ~/.bashrc
    source <(kolvera completion zsh)      # in ~/.zshrc
    kolvera completion fish | source      # in ~/.config/fish/config.fish
`;
  } finally {
    for (const one of [folder, another, rehearsal]) rmSync(one, { recursive: true, force: true });
  }
}

function newProject(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kolvera-docs-')));
  writeFileSync(join(folder, 'package.json'), '{}\n');
  return folder;
}

async function sending(shell: Shell): Promise<string> {
  const { url, close } = await startEndpoint(SECRET);
  try {
    const sent = await shell.run(`kolvera trigger contact.created --to ${url}`);
    const own = await shell.run(
      `kolvera trigger meeting.booked --to ${url} --set data.meeting.title=Demo --repeat 2`,
    );
    const forged = await shell.run(`kolvera trigger contact.created --to ${url} --forged`);
    const refused = await shell.run(
      `kolvera trigger contact.created --to ${url} --secret whsec_of_another`,
    );
    return `${fenced(sent, url)}

With values of your own, and twice the same bytes, as a retry sends them:

${fenced(own, url)}

\`--data deal.json\` sends your own data, \`--body raw.json\` a file exactly as it is, \`--all\` one of
every event, \`--every 2s\` goes on until Ctrl-C. Does the endpoint refuse forgeries?

${fenced(forged, url)}

When it refuses what it should not, the usual reason is named:

${fenced(refused, url)}`;
  } finally {
    await close();
  }
}

async function watching(shell: Shell): Promise<string> {
  const endpoint = await startEndpoint(SECRET);
  try {
    const port = await freePort();
    const to = `--to http://127.0.0.1:${port}/`;
    const listener = shell.start(`kolvera listen --port ${port} --forward-to ${endpoint.url}`);
    await listener.prints(/KOLVERA_WEBHOOK_SECRET\.\n/);
    await shell.run(`kolvera trigger contact.created ${to}`);
    await shell.run(`kolvera trigger meeting.booked ${to}`);
    await shell.run(`kolvera trigger campaign.email.replied ${to} --secret whsec_of_another`);
    await listener.prints(/#3 .*\n/);
    const listened = (await listener.end())
      .replace(` --port ${port}`, '')
      .replaceAll(String(port), '4791');
    const replayed = await shell.run('kolvera replay 2');
    return `${fenced(listened, endpoint.url)}

A line for each delivery: when, which event, whom it is about, verified or why not, what your endpoint
answered and how long it took. The exact bytes are forwarded with their headers, and Kolvera is answered
what your endpoint answered, so that it sends again what failed. What is not verified is answered 401
and goes no further (\`--no-verify\` passes it on). In a terminal, keys choose a delivery (↑↓), show all
of it (Enter), send it again (r), copy it as a curl command (c) and filter (f).

What was received can be sent again, also after either side was restarted:

${fenced(replayed, endpoint.url)}

\`kolvera replay --since 10m --to http://localhost:8080\` sends all of the last ten minutes elsewhere.`;
  } finally {
    await endpoint.close();
  }
}

async function verifying(shell: Shell): Promise<string> {
  const event = sampleEvent('contact.created');
  const body = JSON.stringify(event);
  writeFileSync(join(shell.folder, 'body.json'), body);
  writeFileSync(join(shell.folder, 'logged.json'), JSON.stringify(event, null, 2));
  const verify = (file: string) =>
    shell.run(`kolvera verify --signature ${sign(body, SECRET)} ${file}`);
  return `${fenced(await verify('body.json'))}

The body as a log had formatted it:

${fenced(await verify('logged.json'))}

A cause is named because undoing it makes the signature fit: JSON parsed and written again, indented,
escaped otherwise or encoded twice; a newline, a byte order mark, CRLF or a character set; a prefix,
quotation marks or base64 around the digest; another of the secrets that are known here, white space
around it, or its decoded form; another algorithm. A body that was cut or emptied is told by its looks,
and the answer says that this is not proven. Where nothing fits, it says so.`;
}

async function certifying(shell: Shell): Promise<string> {
  const endpoint = await startEndpoint(SECRET, true);
  try {
    const transcript = await shell.run(`kolvera certify ${endpoint.url}`);
    return `Whatever it is written in: the endpoint is sent what Kolvera sends, and what others might. This one
verifies JSON that was parsed and written again:

${fenced(transcript, endpoint.url)}

\`--counter http://localhost:3000/handled\`, an address that answers GET with the number of events
handled so far, lets it see whether repeats are handled once. The endpoint really handles these events:
use one that may. \`--source src/kolvera.ts\` reads the endpoint's source too and names the lines that
compare signatures with \`===\` or \`==\`: no answer shows that. \`--junit certify.xml\` writes the report
for CI, \`--json\` prints it.`;
  } finally {
    await endpoint.close();
  }
}

async function runningKolvera(folder: string): Promise<string> {
  const transcript = await firing(folder, '', ['contact.created', 'campaign.email.replied']);
  return `${fenced(transcript)}

In a clone of the repository \`npm start\` does the same. Without \`--listen\` it is the local Kolvera alone:
its API, its page and its retries, for whatever you subscribe.`;
}

/** Has a local Kolvera fire events, and its listener show them. @returns the transcript. */
async function firing(folder: string, options: string, events: readonly string[]): Promise<string> {
  const port = await freePort();
  const command = `kolvera sandbox --port ${port} --listen${options}`;
  const sandbox = openShell(folder, {}).start(command);
  const [, fire = '', key = ''] = await sandbox.prints(
    /curl -s (\S+) -H 'Authorization: Bearer ([^']+)'/,
  );
  await sandbox.prints(/Then start this again/);
  for (const [index, event] of events.entries()) {
    await fetch(fire, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ event }),
    });
    await sandbox.prints(new RegExp(`#${index + 1} .*\\n`));
  }
  return (await sandbox.end())
    .replace(` --port ${port}`, '')
    .replaceAll(`:${port}/`, ':4790/')
    .replace(/delivery to http:\/\/127\.0\.0\.1:\d+\//, 'delivery to http://127.0.0.1:4791/');
}

/** Kolvera as nobody assumed it: the day of the first capture. */
async function inspecting(folder: string): Promise<string> {
  await firing(folder, ' --dialect other-names', ['contact.created', 'meeting.booked']);
  const transcript = await openShell(folder, {}).run(
    'kolvera inspect --corrections corrections.json',
  );
  return `Kolvera has published no payloads. \`kolvera inspect\` holds captured deliveries against what we assume:
those that \`kolvera listen\` kept, or the files that you name (bodies, one JSON a line, HAR, executions of
n8n). Here Kolvera writes its events in another way (\`kolvera sandbox --listen --dialect other-names\`):

${fenced(transcript)}

corrections.json holds keys, types and counts, and no values but those of enumerations.
[truth.md](truth.md) says what to do with it.`;
}

async function managing(folder: string): Promise<string> {
  const { shell, sandbox } = await startKolvera(folder);
  const added = await shell.run(
    'kolvera webhooks add --url https://example.com/kolvera --events contact.created,meeting.booked',
  );
  const listed = await shell.run('kolvera webhooks list');
  await sandbox.end();
  return `${fenced(added)}

${fenced(listed)}

\`update\`, \`delete\`, \`rotate-secret\` and \`test\` take a webhook's ID. \`kolvera sandbox\` prints the address and
the key of a local Kolvera.`;
}

/** A webhook that is disabled, and one of n8n whose workflow is gone. */
async function examining(folder: string): Promise<string> {
  const { shell, sandbox, transport } = await startKolvera(folder);
  const gone = await startGone();
  const owner = describeOwner({ connector: 'n8n', installation: 'Q2xR7' }, 'New leads');
  const events = ['contact.created'];
  const off = { url: 'https://example.com/kolvera', events };
  const { id } = await call(transport, createWebhook(off));
  await call(transport, updateWebhook(id, { status: 'disabled' }));
  const left = { url: gone.url, events, description: owner };
  const webhook = await call(transport, createWebhook(left));
  await call(transport, testWebhook(webhook.id, 'contact.created'));
  await gone.asked;
  const transcript = await shell.run('kolvera doctor');
  await sandbox.end();
  gone.close();
  return `${fenced(transcript.replaceAll(gone.url, 'https://n8n.example.com/webhook/kolvera'))}

It reads the webhooks and their last 20 deliveries through the assumed API, and changes nothing. It finds
webhooks that are disabled or failing, several for one URL, addresses that Kolvera cannot reach, and
webhooks of n8n, Zapier, Make or \`kolvera listen\` whose consumer is gone. \`--probe\` also asks each URL,
with a request without a signature: an endpoint that verifies refuses it, one that verifies nothing may
take it for an event. Zapier's and Make's addresses are not asked.`;
}

/** A local Kolvera with nothing kept, and a shell that knows its address and its API key. */
async function startKolvera(folder: string) {
  const sandbox = openShell(folder, {}).start('kolvera sandbox --port 0 --no-keep --json');
  const [printed = ''] = await sandbox.prints(/^\{"baseUrl".*$/m);
  const { baseUrl, apiKey }: { baseUrl: string; apiKey: string } = JSON.parse(printed);
  const shell = openShell(folder, { KOLVERA_API_URL: baseUrl, KOLVERA_API_KEY: apiKey });
  return { shell, sandbox, transport: createFetchTransport({ baseUrl, apiKey }) };
}

/** An endpoint that has nothing at its path any more. */
async function startGone() {
  const server = createServer();
  const asked = new Promise<void>((resolve) => {
    server.on('request', (_, response) => response.writeHead(404).end(resolve));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/webhook/kolvera`, asked, close };
}

/** @param url the address that is called http://localhost:3000/kolvera in the document. */
function fenced(transcript: string, url?: string): string {
  const text =
    url === undefined ? transcript : transcript.replaceAll(url, 'http://localhost:3000/kolvera');
  return `\`\`\`console\n${text}\n\`\`\``;
}
