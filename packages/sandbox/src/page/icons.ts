/** @module Icons in the style of Kolvera's mark: round strokes and one accented dot. */
import { html, raw } from 'hono/html';
import type { Html } from './html.ts';

/** The shapes in a viewBox of 24 by 24. */
const DRAWINGS = {
  webhooks: '<path d="M5 4v16M5 14l8-8M8 11l6 9"/><circle class="dot" cx="18" cy="5" r="2"/>',
  fire: '<path d="M13 3 5 13.5h6L10 21l9-11h-6l2-5"/><circle class="dot" cx="18.5" cy="4" r="2"/>',
  deliveries:
    '<path d="M4 12.5h4l2 3h4l2-3h4M4 12.5V18a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-5.5l-2.5-6.5H12"/><circle class="dot" cx="7" cy="5.5" r="2"/>',
  connect:
    '<path d="M9 12h6M10 7H8a5 5 0 0 0 0 10h2M14 17h2a5 5 0 0 0 3.5-8.600"/><circle class="dot" cx="16.5" cy="6" r="2"/>',
  delivered: '<path d="m5 13 4.5 4.5L19 7"/>',
  failed: '<path d="m7 7 10 10M17 7 7 17"/>',
  pending: '<path d="M12 7v5l3.5 2"/><path d="M20 12a8 8 0 1 1-4-6.900"/>',
} as const;

export type IconName = keyof typeof DRAWINGS;

/** An icon beside a text that says the same, hidden from screen readers. */
export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${raw(DRAWINGS[name])}</svg>`;
}

/** Kolvera's mark. */
export const mark = raw(
  '<svg class="mark" viewBox="0 0 60 60" aria-hidden="true"><rect x="2" y="2" width="56" height="56" rx="14"/><path d="M21 15v30M21 33l18-18M28 27l12 18"/><circle cx="45" cy="15" r="5"/></svg>',
);
