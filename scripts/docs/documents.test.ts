/**
 * @module The documents' code compiles, and their links and the README's commands exist. Recipes are run
 * in the packages that they show (apps/zapier/test/recipes, packages/receiver/test/example.test.ts).
 * @slow Compiles.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import ts from 'typescript';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { anchors, type Block, blocks, documents, links, root } from './documents.ts';

const all = documents.flatMap(blocks);
const inLanguage = (...languages: readonly string[]) =>
  all.filter(({ language }) => languages.includes(language));

test('every block is in a language that is known here', () => {
  const compiled = ['ts', 'js', 'json', 'python'];
  // No program reads these: commands, what was printed, what is pasted, a request.
  // The tests of examples/out-of-order run the SQL.
  const read = ['sh', 'console', 'txt', 'http', 'sql'];
  expect(all.filter(({ language }) => ![...compiled, ...read].includes(language))).toEqual([]);
});

test('TypeScript compiles', () => {
  const examples = inLanguage('ts');
  expect(examples.length).toBeGreaterThan(10);
  expect(compile(examples)).toEqual([]);
});

test('a type error is found', () => {
  const text = "import { verify } from '@kolvera/signature';\nverify(rawBody, 1);";
  expect(compile([{ place: 'here', language: 'ts', text }])).toEqual([
    expect.stringContaining('here'),
  ]);
});

test('JavaScript, JSON and Python can be read', async () => {
  for (const { text } of inLanguage('json')) JSON.parse(text);
  // Steps of Zapier's are bodies of functions.
  for (const { text } of inLanguage('js')) new Function(`return async () => {\n${text}\n}`);
  const python = await requireDebianPackage('python3', 'python3');
  for (const { text, place } of inLanguage('python')) {
    const source = `def step():\n${text.replace(/^/gm, '    ')}`;
    const { stderr } = spawnSync(python, ['-c', source], { encoding: 'utf8' });
    expect(stderr, place).toBe('');
  }
});

test('every link leads to a file, and to a heading in it', () => {
  const dead = documents.flatMap((document) =>
    links(document)
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target =
          path === '' ? document : relative(root, resolve(root, dirname(document), path));
        if (!existsSync(join(root, target))) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchors(target).has(anchor);
      })
      .map((link) => `${document}: ${link}`),
  );
  expect(dead).toEqual([]);
});

test('every command of the README is a script of the root', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const commands = readme.matchAll(/npm (?:run ([\w:-]+)|(test|start)\b)/g);
  const scripts = new Set(Array.from(commands, ([, run, short]) => run ?? short ?? ''));
  expect(scripts.size).toBeGreaterThan(6);
  expect([...scripts].filter((name) => !(name in manifest.scripts))).toEqual([]);
});

/** @returns what the compiler finds, by the place of the block. */
function compile(examples: readonly Block[]): readonly string[] {
  const folder = import.meta.dirname;
  const surroundings = join(folder, 'surroundings.d.ts');
  const files = new Map(
    examples.map(({ place, text }, at) => [
      join(folder, `example-${at}.ts`),
      // In a function, for `return`; imports come first.
      { place, text: asModule(text) },
    ]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ['@kolvera/source'],
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(resolve(name)) || fileExists(name);
  host.readFile = (name) => files.get(resolve(name))?.text ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const example = files.get(resolve(name));
    return example
      ? ts.createSourceFile(name, example.text, version, true)
      : getSourceFile(name, version, ...rest);
  };
  const program = ts.createProgram([...files.keys(), surroundings], options, host);
  return [...files].flatMap(([file, { place }]) => {
    const source = program.getSourceFile(file);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

function asModule(text: string): string {
  if (!/(^|: )\s*return\b/m.test(text) || /^export /m.test(text)) return `${text}\nexport {};`;
  const imports = /^(?:import [\s\S]+?;\n)*/.exec(text)?.[0] ?? '';
  return `${imports}export async function example() {\n${text.slice(imports.length)}\n}`;
}
