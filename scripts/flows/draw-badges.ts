/** @module The README's badges: what the repository says of itself, and so is true of each commit. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { events } from '@kolvera/event-schema';

const root = resolve(import.meta.dirname, '../..');
const HEIGHT = 22;
const GAP = 8;
/** What a letter of 12 pixels takes in the widest of the fonts, about. */
const LETTER = 7.2;

/** @returns an SVG with one badge beside the other. */
export function drawBadges(): string {
  let x = 0;
  const drawn = facts().map(([name, value]) => {
    const [left, right] = [width(name), width(value)];
    const badge = `<g transform="translate(${x})">
<rect width="${left + right}" height="${HEIGHT}" rx="5" fill="#0b7268"/>
<path d="M5 0H${left}V${HEIGHT}H5a5 5 0 0 1-5-5V5a5 5 0 0 1 5-5" fill="#14213d"/>
<text x="${left / 2}" y="15">${name}</text>
<text x="${left + right / 2}" y="15">${value}</text>
</g>`;
    x += left + right + GAP;
    return badge;
  });
  const total = x - GAP;
  const said = facts().map((fact) => fact.join(': '));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${HEIGHT}" width="${total}" height="${HEIGHT}" role="img" font-family="system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif" font-size="12" fill="#fff" text-anchor="middle">
<title>${said.join(', ')}</title>
${drawn.join('\n')}
</svg>
`;
}

function facts(): readonly (readonly [name: string, value: string])[] {
  const receiver: Manifest = JSON.parse(
    readFileSync(resolve(root, 'packages/receiver/package.json'), 'utf8'),
  );
  const { license, engines, dependencies } = receiver;
  const others = Object.keys(dependencies).filter((name) => !name.startsWith('@kolvera/'));
  return [
    ['events', String(events.length)],
    ['Node.js', engines.node.replace('>=', 'from ')],
    ['third-party dependencies', `${others.length} in the receiver`],
    ['licence', license],
  ];
}

interface Manifest {
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly dependencies: object;
}

function width(text: string): number {
  return Math.round(text.length * LETTER) + 14;
}
