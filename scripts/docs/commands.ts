/** @module The commands that the documents show, and where each of them is run, or why it is not. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, blocks, documents, prose, root } from './documents.ts';

export interface Command {
  /** `docs/cli.md:14`, or the document where it is in prose. */
  readonly place: string;
  /** One command: `a && b` are two. */
  readonly command: string;
  /** A transcript is made by running it (apps/cli/docs). */
  readonly shownIn: 'block' | 'transcript' | 'prose';
}

const PROGRAM = /^(npm|npx|node|kolvera|git|docker) \S/;

export const commands: readonly Command[] = documents.flatMap((document) => [
  ...blocks(document).flatMap(inBlock),
  ...Array.from(prose(document).matchAll(/(?<!`)`([^`]+)`(?!`)/g), ([, code = '']) => code)
    .filter((code) => PROGRAM.test(code))
    .flatMap((code) => oneByOne(code.replace(/\s+/g, ' ')))
    .map((command) => ({ place: document, command, shownIn: 'prose' as const })),
]);

function inBlock({ place, language, text }: Block): readonly Command[] {
  if (language === 'console') {
    const lines = Array.from(text.matchAll(/^\$ (.+)$/gm), ([, line = '']) => line);
    return lines.map((command) => ({ place, command, shownIn: 'transcript' }));
  }
  if (language !== 'sh' && language !== 'indented') return [];
  return text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .flatMap(oneByOne)
    .map((command) => ({ place, command, shownIn: 'block' }));
}

/** The commands of a line, without its comment and without the shell's `source`. */
function oneByOne(line: string): readonly string[] {
  return line
    .replace(/(^|\s)#.*/, '')
    .replace(/^source <\((.+)\)\s*$|\| source\s*$/, '$1')
    .split('&&')
    .map((part) => part.trim())
    .filter((command) => PROGRAM.test(command));
}

/** `npm run demo` of `npm run --silent demo -- --json`; undefined for any other command. */
export function npmScript(command: string): string | undefined {
  const found = /^npm (?:run (?:--silent )?(\S+)|(test|start|ci)\b)(.*)$/.exec(command);
  if (!found) return undefined;
  const workspace = / -w (\S+)/.exec(found[3] ?? '')?.[1];
  return `${found[1] ?? found[2]}${workspace ? ` -w ${workspace}` : ''}`;
}

/** The scripts that `.ci/run` and GitHub's workflows run. */
export function scriptsInCi(): ReadonlySet<string> {
  const files = ['.ci/run', ...globSync('.github/workflows/*.yml', { cwd: root })];
  const lines = files.flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'));
  const run = lines.flatMap((line) => line.match(/\bnpm (?:run|test|ci)\b[^,'"]*/g) ?? []);
  return new Set(run.flatMap((command) => npmScript(command.trim()) ?? []));
}

/** Where a command is run that neither CI nor docs:test runs as it is. */
export const RUN_BY: readonly (readonly [command: RegExp, file: string])[] = [
  [/^npx vitest run (apps|path)\//, 'vitest.config.ts'],
  [/^npm install @kolvera\//, 'scripts/release/installed.ts'],
  [
    /^npm run (--silent )?(version-packages|release)( -- --dry-run)?$/,
    'scripts/release/rehearse.ts',
  ],
  [/^npm run release -w apps\/zapier/, 'scripts/release/rehearse.ts'],
  [/^npm run (build|compare|push|promote)( -w apps\/zapier.*)?$/, 'apps/zapier/scripts/release.ts'],
  [/^npm run deploy -w apps\/make/, 'scripts/release/rehearse.ts'],
  [/^npm run validate -w apps\/zapier/, 'apps/zapier/test/zapier-platform.test.ts'],
  [/^npm run generate/, 'scripts/try-add-event.ts'],
  [/^npm run docs:test$/, '.ci/run'],
  [/^npm run example$/, 'packages/receiver/test/example.test.ts'],
  [/^npm pack -w n8n-nodes-kolvera/, 'apps/n8n/test/packed-node.mts'],
  [/^npm install .*n8n-nodes-kolvera/, 'apps/n8n/test/real/install-n8n.mts'],
  [
    /^(npm ci|npm run build|npm run stage|npm publish( \.\/stage)?)$/,
    'scripts/release/rehearse.ts',
  ],
  [/^node scripts\/release\/mirror-n8n\.ts/, 'scripts/release/rehearse.ts'],
  [/^npm (install --package-lock-only|install)$/, 'scripts/release/rehearse.ts'],
  [/^npx kolvera$/, 'apps/cli/test/help.test.ts'],
  [/^npx -p @kolvera\/sandbox kolvera-sandbox/, 'scripts/release/installed.ts'],
];

/** Why a command is run nowhere. */
export const NOT_RUN: readonly (readonly [command: RegExp, reason: string])[] = [
  [/^npm (login|org|trust|deprecate|dist-tag|version)\b/, 'needs an account with npm'],
  [/^npx zapier-platform/, "needs an account with Zapier, or is done by the app's scripts"],
  [/^npx @n8n\/scan-community-package/, 'needs the package on npm; the rehearsal scans its folder'],
  [/^docker run/, 'needs Docker, which the machines of the tests have not'],
  [/^git /, 'concerns an address or a commit of the day that it is needed'],
  [/^npx changeset$/, 'asks questions; the rehearsal writes what it would write'],
  [/^npm start$/, 'is kolvera sandbox --listen, which is run for docs/cli.md'],
  [/^npm run (dev|docs:dev)$/, 'goes on until it is ended, and shows what the tests show'],
  [/-api-stand-in -w apps/, 'goes on until it is ended; tests and rehearsal start the same server'],
  [/^npm run (sandbox:|docs:)?pictures/, 'takes pictures, which scripts/docs/pictures.ts watches'],
  [/^npm run test:(fast|changed)$/, 'runs a part of npm test'],
  [/^npm run bench -w apps\/zapier$/, 'measures for whoever looks at it'],
];
