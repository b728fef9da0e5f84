/** @module The files that are generated from the flows, by their paths in the repository. */
import { resolve } from 'node:path';
import { drawBadges } from './draw-badges.ts';
import { drawEventFlow } from './draw-event-flow.ts';
import { drawFlow } from './draw-flow.ts';
import { ideas } from './ideas.ts';
import { ideasDocument, picture, pictureName } from './ideas-document.ts';
import { makeBlueprint } from './make-blueprints.ts';
import { makeFlows } from './make-flows.ts';
import { zapierFlows } from './zapier-flows.ts';

export const root = resolve(import.meta.dirname, '../..');

export function generatedFiles(): Map<string, string> {
  return new Map([
    ['docs/ideas.md', ideasDocument()],
    ['docs/pictures/badges.svg', drawBadges()],
    ['docs/pictures/flow.svg', drawEventFlow()],
    ...ideas.map((idea) => [`docs/pictures/ideas/${pictureName(idea)}`, picture(idea)] as const),
    ...ideas.map(
      (idea) => [`apps/make/blueprints/${idea.template}.json`, makeBlueprint(idea)] as const,
    ),
    ...Object.entries({ zapier: zapierFlows, make: makeFlows }).flatMap(([platform, flows]) =>
      Object.entries(flows).map(
        ([name, { title, steps }]) =>
          [`docs/pictures/${platform}/${name}.svg`, drawFlow(title, steps)] as const,
      ),
    ),
  ]);
}
