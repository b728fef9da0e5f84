/** @module The page's style sheet, script and icon, read once from this package's files. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  readonly content: Buffer;
  readonly type: string;
  /** Changes with the content, so that a browser may cache it. */
  readonly path: string;
}

// The folder is beside src and beside dist.
function read(name: string, type: string): Asset {
  const content = readFileSync(new URL(`../assets/${name}`, import.meta.url));
  const version = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return { content, type, path: `/settings/assets/${version}/${name}` };
}

export const styleSheet = read('page.css', 'text/css; charset=utf-8');
export const script = read('page.js', 'text/javascript; charset=utf-8');
export const favicon = read('icon.svg', 'image/svg+xml');
export const assets: readonly Asset[] = [styleSheet, script, favicon];
