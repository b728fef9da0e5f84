/** @module What a person reads when the sandbox has started. */
import type { Sandbox } from './sandbox.ts';

/** The address, the keys, and commands that work when they are pasted into a shell. */
export function welcome({
  baseUrl,
  apiKey,
  controlKey,
  controlUrl,
  settingsUrl,
  workspace,
}: Sandbox): string {
  return `Local Kolvera is running for the workspace "${workspace.name}". Ctrl-C stops it.

  Settings page     ${settingsUrl} (asks for the control key)
  API base address  ${baseUrl}
  API key           ${apiKey}
  Control key       ${controlKey}

Try it:

  # List the webhooks
  curl -s ${baseUrl}/webhooks -H 'Authorization: Bearer ${apiKey}'

  # Subscribe one of your URLs to every event (https, or http on this machine)
  curl -s ${baseUrl}/webhooks -H 'Authorization: Bearer ${apiKey}' \\
    -H 'Content-Type: application/json' -d '{"url":"http://localhost:3000/kolvera","events":["*"]}'

  # Fire an event
  curl -s ${controlUrl}/fire -H 'Authorization: Bearer ${controlKey}' \\
    -H 'Content-Type: application/json' -d '{"event":"contact.created"}'
`;
}
