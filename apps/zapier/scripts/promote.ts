/**
 * @module `npm run promote -w apps/zapier -- 1.1.0`: promotes a version that was pushed, unless its
 * number is too small for what it changes; then remembers what Zaps depend on from now on.
 */
import { compareBuilds, currentBuild, readPromoted, writePromoted } from './compare-builds.ts';
import { runStaged } from './zapier-platform.ts';

const [version = '', ...flags] = process.argv.slice(2);
const build = currentBuild();

if (build.version !== version) {
  console.error(`build/build.zip is ${build.version}. Build the version that you promote first.`);
  process.exitCode = 1;
} else {
  const { report, isEnough } = compareBuilds(readPromoted(), build);
  console.log(report);
  process.exitCode = isEnough ? runStaged(['promote', version, ...flags]) : 1;
  if (process.exitCode === 0) {
    writePromoted(build);
    console.log('Commit promoted.json: the next version is compared with it.');
  }
}
