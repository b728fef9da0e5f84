/** @module Draws how an event comes from Kolvera to where its user works. */

const WIDTH = 900;
const ROW = 56;

/** Where an event arrives, and what it starts there. */
const TARGETS: readonly (readonly [name: string, what: string])[] = [
  ['Zapier', 'an instant trigger for each event'],
  ['n8n', 'the Kolvera Trigger node'],
  ['Make', 'a Watch module for each kind of event'],
  ['Your own endpoint', 'typed handlers, once per event'],
  ['A terminal', 'kolvera listen'],
];

/** @returns an SVG that is readable on light and dark pages, because it brings its own ground. */
export function drawEventFlow(): string {
  const height = TARGETS.length * ROW + 32;
  const middle = height / 2;
  const targets = TARGETS.map(([name, what], at) => {
    const y = 22 + at * ROW;
    return `<path d="M552 ${middle}C590 ${middle} 580 ${y + 22} 612 ${y + 22}" class="arrow"/>
<rect x="614" y="${y}" width="272" height="44" rx="8" class="box"/>
<text x="628" y="${y + 19}" class="name">${name}</text>
<text x="628" y="${y + 36}" class="what">${what}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif">
<title>Kolvera signs an event and posts it; it is verified, read and labelled in one way, and starts an automation in Zapier, n8n or Make, a handler on your own endpoint, or a line in a terminal</title>
<style>
.ground{fill:#fff}.box{fill:#f6f7f9;stroke:#9aa3af}.first{fill:#14213d}.way{fill:#e3f6f3;stroke:#0b7268}
.name{font-size:14px;font-weight:600;fill:#111827}.what{font-size:12px;fill:#374151}
.light{fill:#fff}.arrow{fill:none;stroke:#0b7268;stroke-width:2}
</style>
<rect width="${WIDTH}" height="${height}" rx="10" class="ground"/>
<rect x="14" y="${middle - 48}" width="150" height="96" rx="8" class="first"/>
<text x="28" y="${middle - 20}" class="name light">Kolvera</text>
<text x="28" y="${middle + 2}" class="what light">contact.created,</text>
<text x="28" y="${middle + 20}" class="what light">meeting.booked …</text>
<path d="M168 ${middle}H312m-8 -5l8 5l-8 5" class="arrow"/>
<text x="178" y="${middle - 10}" class="what">POST, signed</text>
<text x="178" y="${middle + 20}" class="what">X-Kolvera-Signature</text>
<rect x="318" y="${middle - 62}" width="234" height="124" rx="8" class="way"/>
<text x="334" y="${middle - 34}" class="name">One way in</text>
<text x="334" y="${middle - 10}" class="what">verified over the exact bytes</text>
<text x="334" y="${middle + 10}" class="what">read and labelled, field by field</text>
<text x="334" y="${middle + 30}" class="what">wanted, or left aside</text>
<text x="334" y="${middle + 50}" class="what">repeats recognised</text>
${targets.join('\n')}
</svg>
`;
}
