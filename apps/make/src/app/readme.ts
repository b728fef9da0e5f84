/** @module The documentation that Make shows beside the app. */
import type { Catalogue } from '@kolvera/event-schema';
import { sentenceCase } from './sentence-case.ts';

export function readme(catalogue: Catalogue): string {
  return `# Kolvera

Start a scenario when something happens in Kolvera.

## Connect

1. Add a Kolvera module to a scenario and create a connection.
2. Paste an API key of a person who may manage webhooks in Kolvera.

If you have no API key, use **Watch events (manual set-up)**: it needs none.

## Watch events

1. Add a **Watch** module as the scenario's trigger.
2. Add a webhook: give it a name, choose the connection and the events. Make registers it with Kolvera.
3. Save the scenario and switch it on.

To choose other events later, add a new webhook to the module and delete the old one.

| Event | Type | It happens when |
| --- | --- | --- |
${catalogue.map(({ label, name, firesWhen }) => `| ${sentenceCase(label)} | \`${name}\` | ${firesWhen.replace('Triggers when ', '')} |`).join('\n')}

## Watch events (manual set-up)

1. Add **Watch events (manual set-up)** and add a webhook. Leave the secret empty if you do not have it yet.
2. Copy the webhook's URL into Kolvera, **Settings → Webhooks**.
3. Copy the webhook secret from Kolvera into the webhook's settings in Make.

Events that arrive before the secret is there are refused.

## Signatures

Every delivery is checked against the webhook's secret, and one that does not match starts nothing.
Make shows apps the parsed JSON and not the bytes that were signed, so the check is made over the JSON
written again. If no event arrives although Kolvera sends them, see Troubleshooting.

## Troubleshooting

- **No event arrives, and Kolvera reports 410.** Make switches off a webhook that is in no scenario for five days. Open the module, add a new webhook and delete the old one.
- **No event arrives, and Kolvera reports 401 or 200.** The signature does not match. If you have rotated the secret in Kolvera, put the new one into the webhook's settings. If you have not, switch **Verify signatures** off to find out whether the check is the reason, and tell Kolvera's support: whoever knows the webhook's URL can start the scenario while it is off.
- **An event arrives twice.** Kolvera repeats a delivery that was not answered in time. Store the Event ID in a data store and filter on it.
- **The scenario was switched off.** Make switches off an instant scenario at its first error. Add an error handler to it.
`;
}
