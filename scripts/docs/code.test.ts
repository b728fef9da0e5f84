/**
 * @module Whether the documents' code compiles, their commands exist with the options that they are
 * given, and their links lead somewhere. Transcripts and recipes are run beside the packages that they
 * show (apps/cli/docs, apps/zapier/test/recipes, packages/receiver/test/example.test.ts).
 * @slow Compiles, and asks the command for its help.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { requireDebianPackage } from '../require-debian-package.ts';
import { anchors, type Block, blocks, documents, links, root } from './documents.ts';

const PATIENT = { timeout: 120_000 };
const all = documents.flatMap(blocks);
const inLanguage = (...languages: readonly string[]) =>
  all.filter(({ language }) => languages.includes(language));

test('every block is in a language that is tested', () => {
  const tested = 'ts js json python sh console indented txt http'.split(' ');
  expect(all.filter(({ language }) => !tested.includes(language))).toEqual([]);
});

test('TypeScript compiles', PATIENT, () => {
  const examples = inLanguage('ts');
  expect(examples.length).toBeGreaterThan(10);
  expect(compile(examples)).toEqual([]);
});

test('a mistake in TypeScript would be found', PATIENT, () => {
  const text = "import { verify } from '@kolvera/signature';\nverify(rawBody, 1);";
  expect(compile([{ place: 'here', language: 'ts', text }])).toEqual([
    expect.stringContaining('here'),
  ]);
});

test('JavaScript, JSON and Python can be read', PATIENT, async () => {
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

/** Lines of a shell, those of transcripts included. */
const commands = [
  ...inLanguage('sh', 'indented').flatMap(({ place, text }) =>
    text.split('\n').map((line) => ({ place, line })),
  ),
  ...inLanguage('console').flatMap(({ place, text }) =>
    Array.from(text.matchAll(/^\$ (.+)$/gm), ([, line = '']) => ({ place, line })),
  ),
].flatMap(({ place, line }) =>
  line
    .replace(/(^|\s)#.*/, '')
    .split(/&&|;|\|\|?/)
    .map((command) => ({ place, command: command.trim() })),
);

test('npm scripts that are named exist', () => {
  const named = commands.flatMap(({ place, command }) => {
    const found = /^npm (?:run (?:--silent )?(\S+)|(test|start))(.*)$/.exec(command);
    if (!found) return [];
    const workspace = / -w (\S+)/.exec(found[3] ?? '')?.[1] ?? '.';
    return [{ place, workspace, script: found[1] ?? found[2] ?? '' }];
  });
  expect(named.length).toBeGreaterThan(15);
  const missing = named.filter(({ workspace, script }) => !scriptsOf(workspace).has(script));
  expect(missing).toEqual([]);
});

/** @param workspace its folder or its name. */
function scriptsOf(workspace: string): ReadonlySet<string> {
  const folder = existsSync(join(root, workspace)) ? workspace : `node_modules/${workspace}`;
  const file = join(root, folder, 'package.json');
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'));
  return new Set(Object.keys(scripts));
}

test('files that commands name exist', () => {
  const named = commands.flatMap(({ place, command }) =>
    Array.from(
      command.matchAll(/(?:^|\s)((?:apps|packages|scripts|docs|examples)\/[\w./-]+)/g),
    ).map(([, file = '']) => ({ place, file })),
  );
  expect(named.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});

test('kolvera has the commands and the options that are named', PATIENT, () => {
  const named = commands.flatMap(({ place, command }) => {
    const found = /^(?:npx )?(?:kolvera|@kolvera\/cli) ([a-z]+)(.*)$/.exec(
      command.replace(/^npx /, ''),
    );
    if (!found) return [];
    const options = Array.from(
      (found[2] ?? '').matchAll(/ (--[a-z-]+)/g),
      ([, option = '']) => option,
    );
    return [{ place, name: found[1] ?? '', options }];
  });
  expect(named.length).toBeGreaterThan(15);
  const helps = new Map<string, string>();
  const unknown = named.flatMap(({ place, name, options }) => {
    const said = helps.get(name) ?? help(name);
    helps.set(name, said);
    if (said === '') return [`${place}: kolvera ${name}`];
    return options
      .filter((option) => !said.includes(option))
      .map((option) => `${place}: kolvera ${name} ${option}`);
  });
  expect(unknown).toEqual([]);
});

/** With that of its subcommands. */
function help(name: string): string {
  const ask = (...names: readonly string[]) =>
    spawnSync(
      process.execPath,
      ['--conditions=@kolvera/source', 'apps/cli/src/main.ts', ...names, '--help'],
      { cwd: root, encoding: 'utf8' },
    );
  const { status, stdout } = ask(name);
  if (status !== 0 || !stdout.includes(`kolvera ${name}`)) return '';
  const subcommands = /^Commands:\n([\s\S]+)/m.exec(stdout)?.[1] ?? '';
  const names = Array.from(subcommands.matchAll(/^ {2}([a-z]+)/gm), ([, sub = '']) => sub);
  return [stdout, ...names.map((sub) => ask(name, sub).stdout)].join('\n');
}

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
  if (!/^\s*return\b/m.test(text) || /^export /m.test(text)) return `${text}\nexport {};`;
  const imports = /^(?:import [\s\S]+?;\n)*/.exec(text)?.[0] ?? '';
  return `${imports}export async function example() {\n${text.slice(imports.length)}\n}`;
}
