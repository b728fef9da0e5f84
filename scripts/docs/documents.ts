/** @module The documents of the repository, and what is written in them. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { slug } from '../../docs/.vitepress/slug.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Their paths; the events' pages are all of one form and tested where they are made. */
export const documents = globSync(
  [
    '*.md',
    'docs/**/*.md',
    '{packages,apps}/*/README.md',
    'examples/**/*.md',
    'skills/**/*.md',
    'SECURITY.md',
  ],
  { cwd: root, exclude: (path) => /node_modules|^docs\/(events|\.vitepress)$/.test(path) },
).sort();

export interface Block {
  /** `docs/cli.md:14`. */
  readonly place: string;
  /** Of a fence; an indented block has none. */
  readonly language: string;
  readonly text: string;
}

/** The blocks of code, fenced or indented, those in lists too. */
export function blocks(document: string): readonly Block[] {
  const found: { place: string; language: string; lines: string[] }[] = [];
  let fence: RegExp | undefined;
  let wasBlank = true;
  /** How far the text of the list's item is indented; code in it is four further. */
  let item = 0;
  readFileSync(join(root, document), 'utf8')
    .split('\n')
    .forEach((line, at) => {
      const current = found.at(-1);
      const opening = /^(\s*```)(\w*)/.exec(line);
      const marker = /^\s*(?:[-*]|\d+\.) +(?=\S)/.exec(line)?.[0];
      const isCode = line.startsWith(' '.repeat(item + 4));
      if (fence?.test(line)) fence = undefined;
      else if (fence) current?.lines.push(line);
      else if (opening) {
        fence = /^\s*```\s*$/;
        found.push({ place: `${document}:${at + 1}`, language: opening[2] ?? '', lines: [] });
      } else if (isCode && (wasBlank || current?.language === 'indented')) {
        if (wasBlank) {
          found.push({ place: `${document}:${at + 1}`, language: 'indented', lines: [] });
        }
        found.at(-1)?.lines.push(line.slice(item + 4));
      } else if (marker) item = marker.length;
      else if (/^\S/.test(line)) item = 0;
      wasBlank = line.trim() === '';
    });
  return found.map(({ lines, ...block }) => ({ ...block, text: lines.join('\n') }));
}

/** The anchors that GitHub and the site give a document's headings, and those written in HTML. */
export function anchors(document: string): ReadonlySet<string> {
  const text = withoutCode(document);
  const headings = Array.from(text.matchAll(/^#{1,6} (.+)$/gm), ([, heading = '']) =>
    anchor(heading),
  );
  const written = Array.from(text.matchAll(/ (?:id|name)="([^"]+)"/g), ([, id = '']) => id);
  return new Set([...headings, ...written]);
}

/** Relative targets of a document's links and pictures. */
export function links(document: string): readonly string[] {
  const text = withoutCode(document);
  const targets = [
    ...text.matchAll(/\]\(([^)\s]+)\)/g),
    ...text.matchAll(/^\[[^\]]+\]: (\S+)/gm),
    ...text.matchAll(/ (?:src|href)="([^"]+)"/g),
  ].map(([, target = '']) => target);
  return targets.filter((target) => !/^([a-z]+:|\/)/i.test(target));
}

/** A document without its fenced blocks. */
export function prose(document: string): string {
  return readFileSync(join(root, document), 'utf8').replace(/^\s*```[\s\S]*?^\s*```\s*$/gm, '');
}

function withoutCode(document: string): string {
  return prose(document).replace(/``[^`]+``|`[^`\n]+`/g, (code) =>
    code.includes('](') ? '' : code,
  );
}

function anchor(heading: string): string {
  return slug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
}
