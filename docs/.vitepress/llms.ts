/** @module llms.txt: what a coding agent may read, from the documents themselves (llmstxt.org). */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { events } from '@kolvera/event-schema';
import { slug } from './slug.ts';

const root = resolve(import.meta.dirname, '../..');

/** The address of the repository, from the root's package.json. */
export function repositoryUrl(): string {
  const { homepage }: { homepage: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return homepage.replace(/#.*$/, '');
}

const RAW = `${repositoryUrl()}/raw/main/`;

const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  Start: ['skills/kolvera-webhooks/SKILL.md', 'docs/events.md', 'docs/descriptions.md'],
  'Use Kolvera with': ['zapier', 'n8n', 'make', 'own-endpoint', 'cli', 'sandbox', 'ideas'].map(
    (name) => `docs/${name}.md`,
  ),
  Packages: ['receiver', 'signature', 'event-schema', 'webhook-api', 'certify'].map(
    (name) => `packages/${name}/README.md`,
  ),
  Optional: ['docs/platform-limits.md', 'docs/benchmarks.md', 'docs/versioning.md'],
};

export function printLlms(): string {
  const sections = Object.entries(SECTIONS).map(
    ([title, files]) => `## ${title}\n\n${files.map(entry).join('\n')}\n`,
  );
  const list = events.map(
    ({ name, label, category }) =>
      `- [${name}](${RAW}docs/events.md#${slug(name)}): ${label} (${category}).`,
  );
  return `# Kolvera connectors

> Kolvera is sales-intelligence software that fires webhook events. These documents say how to receive, verify and use them in Zapier, n8n, Make, your own endpoint and a terminal. Kolvera has not published its payloads or an API for webhooks: what is assumed of them is marked "assumed".

${sections.join('\n')}
## Events

${list.join('\n')}
`;
}

/** Its title, and the first sentence of it that is prose. */
function entry(file: string): string {
  const text = readFileSync(join(root, file), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
  const title = /^# (.+)$/m.exec(text)?.[1] ?? file;
  const prose = text
    .split(/\n{2,}/)
    .find((paragraph) => /^[\p{L}\d*`@[]/u.test(paragraph))
    ?.replace(/\n/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '');
  const sentence = /^.+?[.:](?=\s|$)/.exec(prose ?? '')?.[0].replace(/:$/, '.');
  return `- [${title.replaceAll('`', '')}](${RAW}${file})${sentence ? `: ${sentence}` : ''}`;
}
