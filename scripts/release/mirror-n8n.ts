/**
 * @module `node scripts/release/mirror-n8n.ts <folder>`: writes n8n-nodes-kolvera into a repository of
 * its own, from which it is published, because n8n verifies only packages whose provenance names a
 * repository that holds this package and nothing else.
 *
 * The mirror has the sources, our libraries as development dependencies from npm (the build inlines
 * them), and a workflow that lints, builds, scans and publishes. Nobody edits it by hand.
 */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
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
  'README.md',
  'CHANGELOG.md',
];
const TOOLS = ['tsup', 'typescript', '@types/node'];
const N8N_TOOLS = ['@n8n/node-cli', '@n8n/scan-community-package', 'n8n-workflow'];

const PUBLISHED = 'dist templates LICENSE README.md CHANGELOG.md package.json';
/** The scanner names what it finds and ends with 0. */
const passes = (folder: string, patterns: string) =>
  `node scan.mjs "$PWD${folder}" ${patterns} | grep -F '"passed":true'`;
const SCRIPTS = {
  build: 'tsup --config tsup.config.mts',
  lint: 'n8n-node lint',
  stage: `rm -rf stage && mkdir stage && cp -r ${PUBLISHED} stage && cd stage && npm pkg delete private scripts devDependencies`,
  scan: `${passes('', "package.json '{nodes,credentials}/**/*.{js,ts,json}'")} && ${passes('/stage', "'**/*.js' package.json")}`,
};

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error('Name the folder of the mirror: a clone of its repository.');
writeMirror(folder);

function writeMirror(destination: string): void {
  const app = join(root, 'apps/n8n');
  for (const entry of globSync('*', { cwd: destination })) {
    if (entry !== 'node_modules') rmSync(join(destination, entry), { recursive: true });
  }
  for (const file of globSync(SOURCES, { cwd: app }).filter((path) => !path.includes('.test.'))) {
    copy(join(app, file), join(destination, file));
  }
  const readme = readFileSync(join(app, 'README.md'), 'utf8');
  writeFileSync(join(destination, 'README.md'), withAbsoluteLinks(readme, 'apps/n8n'));
  copy(join(app, 'test/scan.mjs'), join(destination, 'scan.mjs'));
  copy(
    join(import.meta.dirname, 'n8n-mirror.yml'),
    join(destination, '.github/workflows/publish.yml'),
  );
  write(join(destination, 'package.json'), manifest(app));
  const { extends: _, ...tsconfig } = json(join(app, 'tsconfig.json'));
  const { compilerOptions } = json(join(root, 'tsconfig.base.json'));
  write(join(destination, 'tsconfig.json'), { ...tsconfig, compilerOptions });
  writeFileSync(join(destination, '.gitignore'), 'dist/\nnode_modules/\nstage/\n');
  // eslint-plugin-n8n-nodes-base refuses npm in a preinstall script.
  writeFileSync(join(destination, '.npmrc'), 'ignore-scripts=true\n');
}

function manifest(app: string) {
  const { manifest: own } = readPackage(app);
  const versions = new Map(
    publishedPackages().map(({ manifest: { name, version } }) => [name, version]),
  );
  const bundled = [...versions.keys()].filter((name) => importsOf(app).has(name));
  const dev = own.devDependencies ?? {};
  const { devDependencies: tools = {} } = json(join(root, 'package.json'));
  return {
    ...publishedManifest(own),
    // npm refuses to publish the folder itself; the workflow publishes what `stage` has put together,
    // which fails where nothing is built.
    private: true,
    scripts: SCRIPTS,
    devDependencies: Object.fromEntries(
      [
        ...bundled.map((name) => [name, versions.get(name)]),
        ...N8N_TOOLS.map((name) => [name, dev[name]]),
        ...TOOLS.map((name) => [name, tools[name]]),
      ].sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
  };
}

/** The packages of ours that the sources import. */
function importsOf(app: string): ReadonlySet<string> {
  const files = globSync('{nodes,credentials}/**/*.ts', { cwd: app });
  const text = files.map((file) => readFileSync(join(app, file), 'utf8')).join('\n');
  return new Set(Array.from(text.matchAll(/from '(@kolvera\/[^/']+)/g), ([, name = '']) => name));
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function json(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function write(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
