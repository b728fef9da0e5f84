/**
 * @module What npm would publish, installed from tarballs into an empty folder, and `npx kolvera` in
 * it on the oldest and the newest Node that the command promises. Needs the build, which `npm test`
 * makes first.
 * @slow Packs and installs the command.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { SIGNATURE_HEADER, sign, verify } from '@kolvera/signature';
import { node22 } from '@kolvera/test-support/node22';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startEndpoint } from './endpoint.ts';

const TIMEOUT = 300_000;
const root = resolve(import.meta.dirname, '../../..');
const WORKSPACES = [
  'packages/event-schema',
  'packages/signature',
  'packages/webhook-api',
  'packages/delivery',
  'packages/certify',
  'packages/sandbox',
  'apps/cli',
];
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kolvera-packed-'));
  const workspaces = WORKSPACES.map((path) => `--workspace=${path}`);
  await run('npm', ['pack', '--silent', `--pack-destination=${folder}`, ...workspaces], {
    cwd: root,
  });
  const tarballs = globSync('*.tgz', { cwd: folder }).map((file) => `./${file}`);
  expect(tarballs).toHaveLength(WORKSPACES.length);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...options, ...tarballs], { cwd: folder });
}, TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The installed packages, with this Node first on the PATH. */
function withNode(node: string) {
  const bin = join(folder, `bin-${process.hrtime.bigint()}`);
  mkdirSync(bin);
  symlinkSync(node, join(bin, 'node'));
  return { cwd: folder, env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` } };
}

/** `npx kolvera …`. @returns what it printed, whatever its code. */
async function npx(node: string, ...argv: string[]) {
  try {
    const { stdout, stderr } = await run('npx', ['--no', '--', 'kolvera', ...argv], withNode(node));
    return { code: 0, stdout, stderr };
  } catch (error) {
    return { code: 1, stdout: '', stderr: '', ...Object(error) };
  }
}

/** A command that goes on until Ctrl-C. npx would keep the signal from it. */
function start(node: string, ...argv: string[]) {
  const child = spawn(join(folder, 'node_modules/.bin/kolvera'), argv, withNode(node));
  const ended = once(child, 'exit');
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let printed = '';
  return {
    /** @returns the first group, once something like it was printed. */
    prints: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (chunk) => {
            printed += chunk;
            const [, found] = pattern.exec(printed) ?? [];
            if (found !== undefined) resolve(found);
          });
        }
      }),
    async interrupt() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

describe.each([
  ['Node 22', node22],
  ['this Node', () => process.execPath],
])('npx kolvera on %s', (_, node) => {
  test('helps, lists, sends, verifies and runs a local Kolvera', { timeout: TIMEOUT }, async () => {
    const secret = 'whsec_of_a_test';
    const endpoint = await startEndpoint();
    expect((await npx(node(), '--help')).stdout).toMatch(/^Usage: kolvera/);
    expect((await npx(node(), 'sample', 'contact.created', '--json')).stdout).toMatch(/^\{"id"/);

    const sent = await npx(
      node(),
      'trigger',
      'contact.created',
      '--to',
      endpoint.url,
      '--secret',
      secret,
    );
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = endpoint.received;
    expect(headers[SIGNATURE_HEADER]).toBe(sign(body, secret));

    writeFileSync(join(folder, 'body.json'), body);
    const signature = sign(`${body}\n`, secret);
    const verified = await npx(
      node(),
      'verify',
      '--secret',
      secret,
      '--signature',
      signature,
      'body.json',
    );
    expect(verified).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('trailing_newline'),
    });

    expect((await npx(node(), 'replay', 'last')).code).toBe(2);
    expect((await npx(node(), 'completion', 'bash')).stdout).toContain('kolvera complete');
    expect(
      (
        await npx(
          node(),
          'webhooks',
          'list',
          '--api-key',
          'kv',
          '--api-url',
          'http://127.0.0.1:9/v1',
        )
      ).code,
    ).toBe(1);
  });

  test('listens, inspects what it kept, and certifies', { timeout: TIMEOUT }, async () => {
    const secret = 'whsec_of_a_test';
    const withSecret = ['--secret', secret];
    const listener = start(node(), 'listen', '--port', '0', ...withSecret);
    const url = await listener.prints(/Listening at (\S+\/)/);
    expect((await npx(node(), 'trigger', '--all', '--to', url, ...withSecret)).code).toBe(0);
    await listener.interrupt();
    expect(await npx(node(), 'inspect')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Differences\nNone.'),
    });

    const right = await startEndpoint(({ body, headers }) =>
      verify(body, headers[SIGNATURE_HEADER], secret) ? 200 : 401,
    );
    const certify = ['certify', '--load', '20', ...withSecret];
    expect(await npx(node(), ...certify, right.url)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('\nCertified: '),
    });
    const open = await startEndpoint();
    expect(await npx(node(), ...certify, open.url)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('It accepts a delivery without a signature.'),
    });
  });
});
