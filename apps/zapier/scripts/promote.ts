/**
 * @module `npm run promote -w apps/zapier`: promotes the built version, unless its number is too low,
 * and records what Zaps depend on from now on.
 */
import { compareBuilds, currentBuild, readPromoted, writePromoted } from './compare-builds.ts';
import { runStaged } from './zapier-platform.ts';

const build = currentBuild();
const { report, isEnough } = compareBuilds(readPromoted(), build);
console.log(report);
const args = ['promote', build.version, ...process.argv.slice(2)];
process.exitCode = isEnough ? runStaged(args) : 1;
if (process.exitCode === 0) {
  writePromoted(build);
  console.log('Commit promoted.json: the next version is compared with it.');
}
