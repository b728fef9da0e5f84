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
  expect(ideas.map(({ template }) => `${template}.json`).sort()).toEqual(templates.sort());
});

test('every link of docs/ideas.md leads to a file', () => {
  const links = [...(generatedFiles().get('docs/ideas.md') ?? '').matchAll(/\]\(([^)#]+)/g)];
  const files = links.map(([, link = '']) => resolve(root, 'docs', link));
  expect(files.length).toBeGreaterThan(12);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('a picture shows texts as they are and cuts those that do not fit', () => {
  const svg = drawFlow('A & B', [{ app: 'A', action: '<b>', values: ['x'.repeat(100)] }]);
  expect(svg).toContain('<title>A &amp; B</title>');
  expect(svg).toContain('&lt;b&gt;');
  expect(svg).toMatch(/>x{35}…</);
});
