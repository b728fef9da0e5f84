/**
 * @module `npm run compare -w apps/zapier [-- old.zip]`: compares what Zaps depend on in build/build.zip
 * with an older build, by default the promoted version. Exits with 1 when the version number is too low.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appFolder } from './stage.ts';
import { type Build, compare, readBuild } from './surface.ts';
import { isEnough, neededBump } from './version-step.ts';

/** The surface of the promoted version; committed, so that CI has it. */
const promotedFile = join(appFolder, 'promoted.json');

/** @param before undefined before the first promotion. */
export function compareBuilds(before: Build | undefined, after: Build) {
  const { version } = after;
  if (before === undefined) {
    return { isEnough: true, report: `${version} is the first: no Zap depends on the app yet.` };
  }
  const changes = compare(before.surface, after.surface);
  const needed = neededBump(changes);
  const enough = isEnough(before.version, version, needed);
  const lines = [
    `From ${before.version} to ${version}:`,
    ...changes.map(({ bump, text }) => `  ${bump}: ${text}`),
    `${version} is ${enough ? 'high enough' : 'too low'}: these changes need a ${needed} version.`,
  ];
  return { isEnough: enough, report: lines.join('\n') };
}

export function currentBuild(): Build {
  return readBuild(join(appFolder, 'build/build.zip'));
}

export function readPromoted(): Build | undefined {
  return existsSync(promotedFile) ? JSON.parse(readFileSync(promotedFile, 'utf8')) : undefined;
}

export function writePromoted(build: Build): void {
  writeFileSync(promotedFile, `${JSON.stringify(build, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [older] = process.argv.slice(2);
  const comparison = compareBuilds(older ? readBuild(older) : readPromoted(), currentBuild());
  console.log(comparison.report);
  process.exitCode = comparison.isEnough ? 0 : 1;
}
