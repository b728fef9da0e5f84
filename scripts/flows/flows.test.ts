import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { events } from '@kolvera/event-schema';
import { expect, test } from 'vitest';
import { drawFlow } from './draw-flow.ts';
import { generatedFiles, root } from './files.ts';
import { ideas } from './ideas.ts';

test.each([...generatedFiles()])(
  '%s is up to date: npm run generate writes it',
  (file, content) => {
    expect(readFileSync(resolve(root, file), 'utf8')).toBe(content);
  },
);

test('every event with a published idea has one here, and n8n a template for it', () => {
  const suggested = events.filter((event) => event.automationIdea).map(({ name }) => name);
  expect(ideas.map(({ event }) => event).sort()).toEqual(suggested.sort());
  const templates = readdirSync(resolve(root, 'apps/n8n/templates'));
  // n8n has others beside them: without our package, and against repeats.
  expect(templates).toEqual(
    expect.arrayContaining(ideas.map(({ template }) => `${template}.json`)),
  );
});

test.each(['ideas.md', 'make.md', 'zapier.md', 'zapier-maintainers.md'])(
  'every link of docs/%s leads to a file',
  (name) => {
    const page = readFileSync(resolve(root, 'docs', name), 'utf8');
    const links = [...page.matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(4);
    expect(links.filter((link) => !existsSync(resolve(root, 'docs', link)))).toEqual([]);
  },
);

test('a picture shows texts as they are and cuts those that do not fit', () => {
  const svg = drawFlow('A & B', [{ app: 'A', action: '<b>', values: ['x'.repeat(100)] }]);
  expect(svg).toContain('<title>A &amp; B</title>');
  expect(svg).toContain('&lt;b&gt;');
  expect(svg).toMatch(/>x{35}…</);
});
