/** @module The documentation that Make shows beside the app. */
import type { Catalogue } from '@kolvera/event-schema';
import { sentenceCase } from './sentence-case.ts';

export function readme(catalogue: Catalogue): string {
  return `# Kolvera

Start a scenario when something happens in Kolvera.

## Connect

1. Add a Kolvera module to a scenario and create a connection.
2. Paste the API key of someone who can manage webhooks in Kolvera.

If you have no API key, use **Read an event**: it needs none.

## Watch events

1. Add a **Watch** module as the scenario's trigger.
2. Add a webhook: give it a name, choose the connection and the events. Make registers it with Kolvera.
3. Save the scenario and switch it on.

To choose other events later, add a new webhook to the module and delete the old one.

To narrow the events further, to some campaigns, say, set up a filter between the module and the next one.

| Event | Type | It happens when |
| --- | --- | --- |
${catalogue.map(({ label, name, firesWhen }) => `| ${sentenceCase(label)} | \`${name}\` | ${firesWhen.replace('Triggers when ', '')} |`).join('\n')}

## Read an event

This way is exact: it verifies the text that Kolvera signed, however it is written. It needs no API key.

1. Add Make's own **Webhooks → Custom webhook** as the trigger. In its advanced settings, switch on **Get request headers** and **JSON pass-through**.
2. Copy its URL. In Kolvera, open **Settings → Webhooks**, paste it, choose the events, save, and copy the webhook secret.
3. Add **Kolvera → Read an event** after it, and create a connection with the secret.
4. Map **Value** to Body, **Headers** to Headers, and to Signature: \`{{get(map(1.\`__IMTHEADERS__\`; "value"; "name"; "x-kolvera-signature"); 1)}}\`

A delivery whose signature does not match is an error of the module. Add an error handler, so that it does not switch the scenario off.

## Signatures

The signature of every delivery is checked with the webhook's secret. A delivery whose signature does not
match starts nothing. Make gives apps the parsed JSON and not the bytes that were signed, so the signature
is checked against the JSON written again, in six ways. Genuine deliveries that Kolvera writes in another
way are refused: see Troubleshooting.

## Troubleshooting

- **No event arrives, and Kolvera reports 410.** Make has switched the webhook off, because it was in no scenario for five days. Add a new webhook to the module and delete the old one.
- **No event arrives, and Kolvera reports 401, or 200 with "Accepted".** The event is not among those that you have chosen, or its signature does not match. If you have rotated the secret in Kolvera, put the new one into the webhook's settings. If you have not, see the next point.
- **Some events arrive, others do not.** Kolvera writes them in a way that Make cannot verify. Use **Read an event**, which is exact. Before that, you can choose *Hand it over with "verified" set to false* and filter on Verified.
- **No event arrives, and Kolvera reports 200 with \`{"ok":true}\`.** Make has the event, and the scenario is switched off or waits for its schedule.
- **An event arrives twice.** Kolvera retries a delivery that gets no response in time. Store the Event ID in a data store and filter on it.
- **The scenario was switched off.** Make switches off an instant scenario at its first error. Add an error handler to it.
`;
}
