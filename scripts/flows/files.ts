/** @module The files that are generated from the flows, by their paths in the repository. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { drawFlow } from './draw-flow.ts';
import { ideas } from './ideas.ts';
import { ideasDocument, picture, pictureName } from './ideas-document.ts';
import { zapierFlows } from './zapier-flows.ts';

export const root = resolve(import.meta.dirname, '../..');

export function generatedFiles(): Map<string, string> {
  const hasBlueprint = (template: string) =>
    existsSync(resolve(root, `apps/make/blueprints/${template}.json`));
  return new Map([
    ['docs/ideas.md', ideasDocument({ hasBlueprint })],
    ...ideas.map((idea) => [`docs/pictures/ideas/${pictureName(idea)}`, picture(idea)] as const),
    ...Object.entries(zapierFlows).map(
      ([name, { title, steps }]) =>
        [`docs/pictures/zapier/${name}.svg`, drawFlow(title, steps)] as const,
    ),
  ]);
}
