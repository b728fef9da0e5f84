/**
 * @module Whether the documents' commands work: those of `kolvera` are run here, as they are written,
 * or for docs/cli.md; the others by what commands.ts names, or not at all for a reason given there.
 * @slow Runs the command.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleEvent } from '@kolvera/event-schema';
import { createNodeHandler } from '@kolvera/receiver/node';
import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { sign } from '@kolvera/signature';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEndpoint } from '../../skills/kolvera-webhooks/endpoint.ts';
import { commands, NOT_RUN, npmScript, RUN_BY, scriptsInCi } from './commands.ts';
import { root } from './documents.ts';

const inCi = scriptsInCi();
const others = commands.filter(({ command }) => !isKolvera(command));

test('every command is run, or a reason says why it is not', () => {
  const unknown = others.filter(
    ({ command }) =>
      !inCi.has(npmScript(command) ?? '') &&
      ![...RUN_BY, ...NOT_RUN].some(([pattern]) => pattern.test(command)),
  );
  expect(unknown).toEqual([]);
  const idle = [...RUN_BY, ...NOT_RUN].filter(
    ([pattern]) => !others.some(({ command }) => pattern.test(command)),
  );
  expect(idle).toEqual([]);
  for (const [, file] of RUN_BY) expect(existsSync(join(root, file)), file).toBe(true);
});

test('npm scripts that are named exist', () => {
  const named = others.flatMap(({ place, command }) => {
    const [script, workspace = '.'] = npmScript(command)?.split(' -w ') ?? [];
    return script === undefined || script === 'ci' ? [] : [{ place, script, workspace }];
  });
  expect(named.length).toBeGreaterThan(15);
  const missing = named.filter(({ workspace, script }) => !scriptsOf(workspace).has(script));
  // In its mirror.
  expect(missing.filter(({ script }) => script !== 'stage')).toEqual([]);
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
      ([, file = '']) => ({ place, file }),
    ),
  );
  expect(named.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});

const SECRET = 'whsec_of_this_endpoint';
const endpoint = createServer(createNodeHandler(createEndpoint(SECRET, async () => {})));
let folder: string;
let url: string;
let kolvera: Sandbox;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kolvera-commands-')));
  const body = JSON.stringify(sampleEvent('contact.created'));
  const files = { 'package.json': '{}\n', 'body.json': body };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/kolvera`;
  kolvera = await startSandbox();
  // For what replays and inspects.
  const listener = start(['listen', '--port', '0', '--forward-to', url]);
  const address = await prints(listener, /Listening at (http:[^,]+)/);
  await ended(start(['trigger', 'contact.created', '--to', address]));
  listener.program.kill('SIGINT');
  await ended(listener);
}, 60_000);
afterAll(async () => {
  endpoint.close();
  endpoint.closeAllConnections();
  await kolvera.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As they are written, `clear` at the end; a mere name in a sentence is asked for its help. */
const written = [
  ...new Set(
    commands
      .filter(({ command, shownIn }) => isKolvera(command) && shownIn !== 'transcript')
      .map(({ command, shownIn }) => {
        const isName = shownIn === 'prose' && /^kolvera \w+$/.test(asKolvera(command));
        return asKolvera(command) + (isName ? ' --help' : '');
      }),
  ),
].sort((one, other) => Number(one.includes('clear')) - Number(other.includes('clear')));

test('there are commands to run', () => expect(written.length).toBeGreaterThan(15));

test.each(written)('%s', { timeout: 60_000 }, async (command) => {
  const run = start(argumentsOf(command));
  if (isOngoing(command)) {
    await prints(run, /(Ctrl-C)/);
    run.program.kill('SIGINT');
  }
  expect(await ended(run), run.printed()).toBe(0);
});

interface Run {
  readonly program: ChildProcess;
  printed(): string;
}

function start(words: readonly string[]): Run {
  const program = spawn(process.execPath, [join(root, 'apps/cli/bin/kolvera.js'), ...words], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      KOLVERA_WEBHOOK_SECRET: SECRET,
      KOLVERA_API_URL: kolvera.baseUrl,
      KOLVERA_API_KEY: kolvera.apiKey,
    },
  });
  let printed = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  }
  return { program, printed: () => printed };
}

async function prints({ printed }: Run, pattern: RegExp): Promise<string> {
  await vi.waitFor(() => expect(printed()).toMatch(pattern), { timeout: 30_000 });
  return pattern.exec(printed())?.[1] ?? '';
}

async function ended({ program }: Run): Promise<number | null> {
  if (program.exitCode === null) await once(program, 'close');
  return program.exitCode;
}

function isKolvera(command: string): boolean {
  return /^kolvera [^ ]/.test(asKolvera(command));
}

/** `kolvera verify` of `npx @kolvera/cli verify`. */
function asKolvera(command: string): string {
  return command.replace(/^(npx )?(@kolvera\/cli|kolvera)(?= |$)/, 'kolvera');
}

/** With the endpoint, the signature and the port of this run. */
function argumentsOf(command: string): readonly string[] {
  const body = readFileSync(join(folder, 'body.json'));
  const words = command
    .replace(/http:\/\/localhost:\d+(\/kolvera)?/, url)
    .replace(/--signature \S+/, `--signature ${sign(body, SECRET)}`)
    .replace(/^kolvera trigger (?!.*--(to|help))/, `$&--to ${url} `)
    .split(' ')
    .slice(1);
  return isOngoing(command) ? [...words, '--port', '0'] : words;
}

function isOngoing(command: string): boolean {
  return /^kolvera (listen|sandbox)\b(?!.*--help)/.test(command);
}
