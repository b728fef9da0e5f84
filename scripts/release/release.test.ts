import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isEnough, neededBump } from '../../apps/zapier/scripts/version-step.ts';
import { withAbsoluteLinks } from './absolute-links.ts';
import { compareEvents, type Schemas } from './compare-events.ts';
import { output, publishedPackages, readPackage, repositoryUrl, root } from './packages.ts';
import { publishedManifest, stagePackage } from './stage.ts';

/** Of a repository of this project, wherever it is written. */
const ADDRESS =
  /(?:github\.com[/:]|--repo |github:|`)([\w-]+)\/(?:kolvera-connectors|n8n-nodes-kolvera)/g;

const event = (properties: Schemas): Schemas => ({ 'x.y': { type: 'object', properties } });
const none: Schemas = {};
const text = { type: 'string', 'x-source': 'assumed' };

describe('the version that a change of an event needs', () => {
  test.each([
    ['nothing', event({ a: text }), event({ a: text }), [], '0.2.0', '0.2.1'],
    ['a new field', event({}), event({ a: text }), ['minor: x.y a is new'], '1.0.0', '1.1.0'],
    ['a new event', none, event({}), ['minor: x.y is new'], '1.0.0', '1.1.0'],
    ['a removed field', event({ a: text }), event({}), ['major: x.y a is gone'], '1.9.0', '2.0.0'],
    ['a removed event', event({}), none, ['major: x.y is gone'], '0.1.0', '0.2.0'],
    [
      'another type',
      event({ a: { type: ['string', 'null'] } }),
      event({ a: { type: 'number' } }),
      ['major: x.y a was string or null, is number'],
      '0.1.3',
      '0.2.0',
    ],
    [
      'a confirmed assumption',
      event({ a: text }),
      event({ a: { ...text, 'x-source': 'published' } }),
      ['patch: x.y a was string (assumed), is string (published)'],
      '1.0.0',
      '1.0.1',
    ],
  ])('%s', (_, before, after, expected, from, to) => {
    const changes = compareEvents(before, after);
    expect(changes.map(({ bump, text }) => `${bump}: ${text}`)).toEqual(expected);
    expect(isEnough(from, to, neededBump(changes))).toBe(true);
  });

  test.each([
    ['major', '1.0.0', '1.1.0'],
    ['major', '0.1.0', '0.1.1'],
    ['minor', '1.0.0', '1.0.1'],
    ['patch', '1.0.0', '1.0.0'],
  ] as const)('a %s change is refused from %s to %s', (bump, from, to) => {
    expect(isEnough(from, to, bump)).toBe(false);
  });
});

test('every README says how to install the package, and what to do until it is published', () => {
  for (const { folder, manifest } of publishedPackages()) {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toMatch(/npm install|npx /);
    expect(readme, manifest.name).toMatch(/Until it is (on npm|published)/);
  }
});

test("a README's links are absolute on npm", () => {
  const readme =
    'See [it](../receiver), ![a picture](docs/x.svg), [web](https://a.example) and [top](#top).';
  const repository = repositoryUrl();
  expect(withAbsoluteLinks(readme, 'packages/signature')).toBe(
    `See [it](${repository}/blob/main/packages/receiver), ` +
      `![a picture](${repository}/raw/main/packages/signature/docs/x.svg), ` +
      '[web](https://a.example) and [top](#top).',
  );
});

test('every published package is private in the tree, and describes itself', () => {
  const packages = publishedPackages();
  expect(packages).toHaveLength(8);
  for (const { manifest } of packages) {
    expect(manifest).toMatchObject({ private: true, publishConfig: { access: 'public' } });
    for (const key of ['keywords', 'author']) expect(manifest).toHaveProperty(key);
    const published = publishedManifest(manifest, 'packages/x');
    expect(published.repository).toMatchObject({ directory: 'packages/x' });
  }
});

test("every address of our repositories has the owner of the root's package.json", () => {
  const owner = new URL(repositoryUrl()).pathname.split('/')[1];
  const files = output('git', ['grep', '-lE', 'kolvera-connectors|n8n-nodes-kolvera'], root);
  const addresses = files.split('\n').flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(ADDRESS)].map((match) => ({
      file,
      owner: match[1],
    })),
  );
  expect(addresses.length).toBeGreaterThan(5);
  expect(addresses.filter((address) => address.owner !== owner)).toEqual([]);
});

describe('staging', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kolvera-stage-'));
    const manifest = {
      ...{ name: '@kolvera/imaginary', version: '1.2.3', private: true, files: ['dist'] },
      ...{ scripts: { build: 'tsup' }, devDependencies: { tsup: '1.0.0' } },
      exports: { '.': { '@kolvera/source': './src/index.ts', default: './dist/index.js' } },
    };
    write('package.json', JSON.stringify(manifest));
    write('README.md', '[the next](../next)\n');
    write('CHANGELOG.md', '# What is new\n');
    write('LICENSE', 'MIT\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, content: string): void {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }

  test('refuses a package that is not built', () => {
    expect(() => stagePackage(readPackage(folder), join(folder, 'staged'), root)).toThrow(
      '@kolvera/imaginary has no ./dist/index.js. Run "npm run build" first.',
    );
  });

  test('copies what npm gets, without what only the tree needs', () => {
    write('dist/index.js', 'export {};\n');
    const staged = join(folder, 'staged');
    stagePackage(readPackage(folder), staged, root);
    expect(JSON.parse(readFileSync(join(staged, 'package.json'), 'utf8'))).toEqual({
      ...{ name: '@kolvera/imaginary', version: '1.2.3', files: ['dist', 'CHANGELOG.md'] },
      homepage: expect.stringContaining(repositoryUrl()),
      bugs: expect.anything(),
      repository: expect.anything(),
      exports: { '.': { default: './dist/index.js' } },
    });
    expect(readFileSync(join(staged, 'README.md'), 'utf8')).toContain('](https://github.com/');
    expect(readFileSync(join(staged, 'CHANGELOG.md'), 'utf8')).toBe('# What is new\n');
  });
});
