/** @module Frames of a terminal as one SVG that plays them in turn, without a script. */
import type { ScreenLine } from './read-screen.ts';

export interface Frame {
  readonly seconds: number;
  readonly lines: readonly ScreenLine[];
}

interface Window {
  readonly columns: number;
  readonly rows: number;
  /** The command that runs in it. */
  readonly title: string;
}

const CELL = { width: 7.83, height: 18 };
const PADDING = 16;
const TITLE_BAR = 34;

export function asSvg(frames: readonly Frame[], { columns, rows, title }: Window): string {
  const width = Math.ceil(columns * CELL.width + 2 * PADDING);
  const height = rows * CELL.height + 2 * PADDING + TITLE_BAR;
  const whole = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let start = 0;
  const rules = frames.map(({ seconds }, i) => {
    const from = percent(start / whole);
    start += seconds;
    const to = percent(start / whole);
    // The last frame is also what is shown where nothing moves.
    return `@keyframes f${i}{0%,${from}{visibility:hidden}${from},${to}{visibility:visible}${to},100%{visibility:hidden}}#f${i}{animation:f${i} ${whole}s step-end infinite}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d6deeb;white-space:pre}
.bold{font-weight:700}.dim{fill:#7f8ea3}.green{fill:#7fd88f}.red{fill:#ff7b72}.yellow{fill:#e5c07b}.cyan{fill:#7fdbca}
.frame{visibility:hidden}#f${frames.length - 1}{visibility:visible}
@media (prefers-reduced-motion: no-preference){${rules.join('')}}
</style>
<rect width="${width}" height="${height}" rx="10" fill="#0f1720"/>
<circle cx="20" cy="17" r="6" fill="#ff5f57"/><circle cx="40" cy="17" r="6" fill="#febc2e"/><circle cx="60" cy="17" r="6" fill="#28c840"/>
<text x="84" y="22" class="dim">$ ${escaped(title)}</text>
${frames.map(({ lines }, i) => `<g id="f${i}" class="frame">\n${lines.map(textOf).filter(Boolean).join('\n')}\n</g>`).join('\n')}
</svg>
`;
}

function textOf(line: ScreenLine, row: number): string {
  const trimmed = line
    .map(({ text }) => text)
    .join('')
    .trimEnd();
  if (trimmed === '') return '';
  const y = TITLE_BAR + PADDING + row * CELL.height + 6;
  let column = 0;
  const spans = line.map(({ text, style }) => {
    const x = (PADDING + column * CELL.width).toFixed(1);
    column += [...text].length;
    if (text.trim() === '') return '';
    // A length of its own for each piece, so that another font keeps the columns.
    const length = ([...text.trimEnd()].length * CELL.width).toFixed(1);
    return `<tspan x="${x}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${style === '' ? '' : ` class="${style}"`}>${escaped(text.trimEnd())}</tspan>`;
  });
  return `<text y="${y}">${spans.join('')}</text>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
