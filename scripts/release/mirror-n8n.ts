/**
 * @module `node scripts/release/mirror-n8n.ts <folder>`: writes n8n-nodes-kolvera into its own
 * repository, which publishes it: n8n verifies only packages whose provenance names a repository that
 * holds this package and nothing else.
 *
 * The mirror has the sources, our libraries from npm as development dependencies (the build inlines
 * them), and a workflow that lints, builds, scans and publishes. Do not edit it by hand.
 */
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withAbsoluteLinks } from './absolute-links.ts';
import { publishedPackages, readPackage, root } from './packages.ts';
import { publishedManifest } from './stage.ts';

const SOURCES = [
  '{nodes,credentials}/**/*.{ts,json}',
  'icons/*',
  'templates/*.json',
  'tsup.config.mts',
  'eslint.config.mjs',
  'LICENSE',
  'CHANGELOG.md',
];
const TOOLS = ['tsup', 'typescript', '@types/node'];

const PUBLISHED = 'dist templates LICENSE README.md CHANGELOG.md package.json';
/** The scanner exits with 0 even when it finds something. */
const passes = (folder: string, patterns: string) =>
  `node scan.mjs "$PWD${folder}" ${patterns} | grep -F '"passed":true'`;
const SCRIPTS = {
  build: 'tsup --config tsup.config.mts',
  lint: 'n8n-node lint',
  stage: `rm -rf stage && mkdir stage && cp -r ${PUBLISHED} stage && cd stage && npm pkg delete private scripts devDependencies`,
  scan: `${passes('', "package.json '{nodes,credentials}/**/*.{js,ts,json}'")} && ${passes('/stage', "'**/*.js' package.json")}`,
};

const app = join(root, 'apps/n8n');
const [mirror] = process.argv.slice(2);
if (mirror === undefined)
  throw new Error('Pass the folder of the mirror: a clone of its repository.');
for (const entry of globSync('*', { cwd: mirror, exclude: ['node_modules'] }))
  rmSync(join(mirror, entry), { recursive: true });
const sources = globSync(SOURCES, { cwd: app, exclude: ['**/*.test.*'] });
for (const source of sources) cpSync(join(app, source), join(mirror, source));
cpSync(join(app, 'test/scan.mjs'), join(mirror, 'scan.mjs'));
cpSync(join(import.meta.dirname, 'n8n-mirror.yml'), join(mirror, '.github/workflows/publish.yml'));
const { extends: _, ...tsconfig } = read(join(app, 'tsconfig.json'));
const { compilerOptions } = read(join(root, 'tsconfig.base.json'));
const texts = {
  'README.md': withAbsoluteLinks(readFileSync(join(app, 'README.md'), 'utf8'), 'apps/n8n'),
  'package.json': JSON.stringify(manifest(), null, 2),
  'tsconfig.json': JSON.stringify({ ...tsconfig, compilerOptions }, null, 2),
  '.gitignore': 'dist/\nnode_modules/\nstage/',
  // eslint-plugin-n8n-nodes-base refuses npm in a preinstall script.
  '.npmrc': 'ignore-scripts=true',
};
for (const [file, text] of Object.entries(texts))
  writeFileSync(join(mirror, file), `${text.trim()}\n`);

function manifest() {
  const own = readPackage(app).manifest;
  const code = sources.filter((file) => file.endsWith('.ts'));
  const text = code.map((file) => readFileSync(join(app, file), 'utf8')).join('\n');
  const bundled = publishedPackages()
    .map(({ manifest: { name, version } }) => [name, version] as const)
    .filter(([name]) => text.includes(` from '${name}`));
  const { devDependencies: tools } = read(join(root, 'package.json'));
  const devDependencies = {
    ...Object.fromEntries(bundled),
    ...read(join(app, 'n8n-tools/package.json')).dependencies,
    'n8n-workflow': own.devDependencies?.['n8n-workflow'],
    ...Object.fromEntries(TOOLS.map((name) => [name, tools[name]])),
  };
  // Private, so that only what the script `stage` puts together can be published.
  return {
    ...publishedManifest(own, 'apps/n8n'),
    private: true,
    scripts: SCRIPTS,
    devDependencies,
  };
}

function read(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
