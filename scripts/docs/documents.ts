/** @module The documents of the repository: their code, their links and their headings. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { slug } from '../../docs/.vitepress/slug.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Their paths; the events' pages are tested where they are generated. */
export const documents = globSync(
  ['*.md', 'docs/**/*.md', '{packages,apps}/*/README.md', '{examples,skills}/**/*.md'],
  { cwd: root, exclude: (path) => /node_modules|^docs\/(events|\.vitepress)$/.test(path) },
).sort();

export interface Block {
  /** `docs/cli.md:14`. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

const FENCED = /^ *```(\w*)\n([\s\S]*?)^ *```$/gm;

/** The fenced blocks of code, those in lists too. */
export function blocks(document: string): readonly Block[] {
  const content = read(document);
  return Array.from(content.matchAll(FENCED), ({ index, 1: language = '', 2: text = '' }) => ({
    place: `${document}:${content.slice(0, index).split('\n').length}`,
    language,
    text,
  }));
}

/** The anchors that GitHub and the site give a document's headings, and those written in HTML. */
export function anchors(document: string): ReadonlySet<string> {
  const text = prose(document);
  const headings = Array.from(text.matchAll(/^#{1,6} (.+)$/gm), ([, heading = '']) =>
    slug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')),
  );
  const written = Array.from(text.matchAll(/ (?:id|name)="([^"]+)"/g), ([, id = '']) => id);
  return new Set([...headings, ...written]);
}

/** Relative targets of a document's links and pictures. */
export function links(document: string): readonly string[] {
  const text = prose(document);
  const targets = [
    ...text.matchAll(/\]\(([^)\s]+)\)/g),
    ...text.matchAll(/^\[[^\]]+\]: (\S+)/gm),
    ...text.matchAll(/ (?:src|href)="([^"]+)"/g),
  ].map(([, target = '']) => target);
  return targets.filter((target) => !/^([a-z]+:|\/)/i.test(target));
}

/** A document without its blocks of code, and without the code that looks like a link. */
function prose(document: string): string {
  return read(document)
    .replace(FENCED, '')
    .replace(/``[^`]+``|`[^`\n]+`/g, (code) => (code.includes('](') ? '' : code));
}

function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}
