/** @module The site: `npm run docs:dev` while writing, `npm run docs:build` for static hosting. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { events, jsonSchema, sampleEvent } from '@kolvera/event-schema';
import { defineConfig } from 'vitepress';
import { printLlms, repositoryUrl } from './llms.ts';
import { slug } from './slug.ts';

const docs = resolve(import.meta.dirname, '..');
const repository = repositoryUrl();
const base = process.env.DOCS_BASE ?? '/';

/** What programs read, beside the pages: links to it in the repository lead there. */
const descriptions: Readonly<Record<string, string>> = {
  'asyncapi.yaml': 'packages/event-schema/asyncapi.yaml',
  'openapi.yaml': 'packages/webhook-api/openapi.yaml',
  'vectors.json': 'packages/signature/vectors.json',
};

const audiences = [
  { text: 'Zapier', link: '/zapier' },
  { text: 'n8n', link: '/n8n' },
  { text: 'Make', link: '/make' },
  { text: 'Your own endpoint', link: '/own-endpoint' },
  { text: 'The command', link: '/cli' },
  { text: 'A local Kolvera', link: '/sandbox' },
];

export default defineConfig({
  title: 'Kolvera connectors',
  description: 'Every Kolvera webhook event, verified, labelled and complete.',
  lang: 'en',
  base,
  outDir: '../.cache/site',
  cacheDir: '../.cache/vitepress',
  ignoreDeadLinks: 'localhostLinks',
  buildEnd: ({ outDir }) => {
    writeFileSync(join(outDir, 'llms.txt'), printLlms());
    for (const [name, file] of Object.entries(descriptions)) {
      cpSync(join(docs, '..', file), join(outDir, name));
    }
    for (const folder of ['schemas', 'samples']) mkdirSync(join(outDir, folder));
    for (const event of events) {
      const write = (folder: string, value: object) =>
        writeFileSync(join(outDir, folder, `${event.name}.json`), JSON.stringify(value, null, 2));
      write('schemas', jsonSchema(event));
      write('samples', sampleEvent(event.name));
    }
  },
  rewrites: { 'decisions/README.md': 'decisions/index.md' },
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}mark.svg` }]],
  markdown: {
    anchor: { slugify: slug },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (markdown) => {
      // n8n's and Make's expressions are no expressions of Vue, in code neither.
      for (const rule of ['text', 'code_inline'] as const) {
        const render = markdown.renderer.rules[rule];
        markdown.renderer.rules[rule] = (...args) =>
          (render?.(...args) ?? '').replaceAll('{{', '&#123;&#123;');
      }
      // Indented code gets the frame and the copy button of fenced code.
      markdown.core.ruler.push('one-kind-of-code', ({ tokens }) => {
        for (const token of tokens) {
          if (token.type === 'code_block')
            Object.assign(token, { type: 'fence', tag: 'code', info: 'txt' });
        }
      });
      markdown.core.ruler.push('links-out-of-docs', (state) => {
        const { relativePath = '' } = state.env as { relativePath?: string };
        for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.type === 'link_open' ? token.attrGet('href') : null;
          if (href) token.attrSet('href', siteLink(href, relativePath));
        }
        asCells(state.tokens);
      });
    },
  },
  themeConfig: {
    logo: '/mark.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: repository }],
    nav: [
      { text: 'Use it with', items: audiences },
      { text: 'Events', link: '/events', activeMatch: '^/events' },
      { text: 'Ideas', link: '/ideas' },
    ],
    sidebar: [
      {
        text: 'Use Kolvera with',
        items: audiences,
      },
      {
        text: 'Events',
        items: [
          { text: 'How deliveries arrive', link: '/events' },
          ...events.map(({ name }) => ({ text: name, link: `/events/${name}` })),
        ],
      },
      {
        text: 'More',
        items: pages(['ideas', 'truth', 'platform-limits', 'benchmarks', 'descriptions']),
      },
      {
        text: 'For maintainers',
        items: pages([
          'zapier-maintainers',
          'make-maintainers',
          'make-iml-interpreter',
          'versioning',
          'releasing',
          'launch',
          'decisions/README',
        ]),
      },
    ],
  },
});

/** The pages that are there, by their first heading. */
function pages(names: readonly string[]) {
  return names
    .filter((name) => existsSync(join(docs, `${name}.md`)))
    .map((name) => ({
      text: /^# (.+)$/m.exec(readFileSync(join(docs, `${name}.md`), 'utf8'))?.[1] ?? name,
      link: `/${name.replace(/README$/, '')}`,
    }));
}

/** A link out of docs leads to the repository; one to a folder in it too. */
function siteLink(href: string, page: string): string {
  if (/^([a-z]+:|#|\/)/i.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const target = resolve(docs, dirname(page.replace('decisions/index', 'decisions/README')), path);
  const place = relative(docs, target);
  const isPage = !place.startsWith('..') && place.endsWith('.md');
  if (isPage) return href;
  const inRepository = relative(resolve(docs, '..'), target);
  const described = Object.entries(descriptions).find(([, file]) => file === inRepository);
  if (described) return `/${described[0]}`;
  return `${repository}/blob/main/${inRepository}${anchor ? `#${anchor}` : ''}`;
}

/** A table without a heading has empty ones in Markdown; on a page they are mere cells. */
function asCells(tokens: readonly { type: string; tag: string; content: string }[]): void {
  tokens.forEach((token, at) => {
    if (token.type !== 'th_open' || tokens[at + 1]?.content !== '') return;
    for (const one of [token, tokens[at + 2]]) if (one) one.tag = 'td';
  });
}
