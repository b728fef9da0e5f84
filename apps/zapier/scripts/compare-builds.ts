/**
 * @module `npm run compare -w apps/zapier [-- old.zip]`: what changed in what Zaps depend on, from an
 * older build, or else from the version that was last promoted, to build/build.zip. Ends with status 1
 * when the new version's number is too small for it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appFolder } from './stage.ts';
import { type Build, bumpBetween, compare, isEnough, neededBump, readBuild } from './surface.ts';

/** The surface of the version that was last promoted; committed, so that CI has it. */
const promotedFile = join(appFolder, 'promoted.json');
const buildZip = join(appFolder, 'build/build.zip');

export interface Comparison {
  readonly isEnough: boolean;
  /** Lines for a person. */
  readonly report: string;
}

/** @param before undefined when nothing was promoted yet, so that anything may be. */
export function compareBuilds(before: Build | undefined, after: Build): Comparison {
  if (before === undefined) {
    return { isEnough: true, report: `${after.version} is the first: nothing depends on it yet.` };
  }
  const changes = compare(before.surface, after.surface);
  const needed = neededBump(changes);
  const bump = bumpBetween(before.version, after.version);
  const enough = isEnough(bump, needed);
  const lines = [
    `From ${before.version} to ${after.version}:`,
    ...changes.map((change) => `  ${change.bump}: ${change.text}`),
    ...(changes.length === 0 ? ['  nothing that Zaps depend on has changed'] : []),
    enough
      ? `${after.version} is right: the changes need a ${needed} version.`
      : `${after.version} is too small: the changes need a ${needed} version after ${before.version}.`,
  ];
  return { isEnough: enough, report: lines.join('\n') };
}

export function currentBuild(): Build {
  return readBuild(buildZip);
}

export function readPromoted(): Build | undefined {
  return existsSync(promotedFile) ? JSON.parse(readFileSync(promotedFile, 'utf8')) : undefined;
}

export function writePromoted(build: Build): void {
  writeFileSync(promotedFile, `${JSON.stringify(build, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const older = process.argv[2];
  const { report, isEnough } = compareBuilds(
    older === undefined ? readPromoted() : readBuild(older),
    currentBuild(),
  );
  console.log(report);
  process.exitCode = isEnough ? 0 : 1;
}
