/** @module Draws an automation as a row of boxes, each with what it does and the values it takes. */

export interface FlowStep {
  /** The app that does it: `Slack`. */
  readonly app: string;
  /** What it does there: `Send Channel Message`. */
  readonly action: string;
  /** The values it takes or gives, one a line. */
  readonly values?: readonly string[];
}

const WIDTH = 250;
const GAP = 44;
const MARGIN = 12;
const HEAD = 62;
const LINE = 18;

/** Characters of a value that fit a box at its font size. */
const FITTING = 36;

/**
 * @param title what the picture shows, for who cannot see it.
 * @returns an SVG that is readable on light and dark pages, because it brings its own ground.
 */
export function drawFlow(title: string, steps: readonly FlowStep[]): string {
  const mostValues = Math.max(...steps.map(({ values = [] }) => values.length));
  const boxHeight = HEAD + (mostValues > 0 ? mostValues * LINE + 10 : 0);
  const width = steps.length * WIDTH + (steps.length - 1) * GAP + 2 * MARGIN;
  const height = boxHeight + 2 * MARGIN;
  const boxes = steps.map((step, index) => {
    const x = MARGIN + index * (WIDTH + GAP);
    return [
      ...(index > 0 ? [arrow(x - GAP, MARGIN + HEAD / 2)] : []),
      ...box(step, x, boxHeight, index === 0),
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="10" fill="#ffffff"/>
${boxes.join('\n')}
</svg>
`;
}

function box({ app, action, values = [] }: FlowStep, x: number, height: number, isFirst: boolean) {
  const [fill, stroke] = isFirst ? ['#e8f0fe', '#3b6fd4'] : ['#f6f7f9', '#9aa3af'];
  return [
    `<rect x="${x}" y="${MARGIN}" width="${WIDTH}" height="${height}" rx="8" fill="${fill}" stroke="${stroke}"/>`,
    `<text x="${x + 14}" y="${MARGIN + 24}" font-size="13" fill="#4b5563">${escaped(app)}</text>`,
    `<text x="${x + 14}" y="${MARGIN + 46}" font-size="15" font-weight="600" fill="#111827">${escaped(action)}</text>`,
    ...values.map((value, index) => {
      const y = MARGIN + HEAD + 10 + index * LINE;
      return `<text x="${x + 14}" y="${y}" font-size="12" fill="#374151">${escaped(cut(value))}</text>`;
    }),
  ];
}

function arrow(x: number, y: number): string {
  const end = x + GAP - 8;
  return `<path d="M${x + 8} ${y}H${end}m-7 -5l7 5l-7 5" fill="none" stroke="#6b7280" stroke-width="2"/>`;
}

function cut(text: string): string {
  return text.length <= FITTING ? text : `${text.slice(0, FITTING - 1)}…`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
