/**
 * @module The command as a separate process, and in a real terminal.
 * @slow Starts a program for each test.
 */
import { spawn, spawnSync } from 'node:child_process';
import { sampleEvent } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import { expect, onTestFinished, test } from 'vitest';
import { startEndpoint } from './endpoint.ts';
import { temporaryProject } from './kolvera.ts';
import { KOLVERA, openTerminal, type TerminalOptions } from './terminal.ts';

const TIMEOUT = 60_000;
const SECRET = 'whsec_of_a_test';

function run(...argv: string[]) {
  return spawnSync(process.execPath, [KOLVERA, ...argv], {
    cwd: temporaryProject(),
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
}

async function deliver(url: string, name = 'Ada Lovelace'): Promise<number> {
  const body = JSON.stringify(sampleEvent('contact.created', { data: { contact: { name } } }));
  const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, SECRET) };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

async function terminalOf(argv: readonly string[], options: TerminalOptions) {
  const terminal = await openTerminal(argv, options);
  onTestFinished(terminal.close);
  return terminal;
}

test('the list of processes shows no secret, and Ctrl-C ends it at once', {
  timeout: TIMEOUT,
}, async () => {
  const argv = ['listen', '--port', '0', '--no-keep', '--secret', SECRET];
  const child = spawn(process.execPath, [KOLVERA, ...argv], { cwd: temporaryProject() });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  const url = await new Promise<string>((resolve) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, found] = /Listening at (\S+\/)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const ps = await requireDebianPackage('ps', 'procps');
  const listed = spawnSync(ps, ['-o', 'args=', '-p', String(child.pid)], { encoding: 'utf8' });
  expect(listed.stdout.trim()).toBe('kolvera');
  expect(await deliver(url)).toBe(200);
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: 0, signal: null });
  await expect(fetch(url)).rejects.toThrow();
  expect(said).not.toContain(SECRET);
});

test('a reader that has seen enough is not an error', { timeout: TIMEOUT }, () => {
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `'${process.execPath}' '${KOLVERA}' events | head -1`],
    {
      encoding: 'utf8',
    },
  );
  expect(status).toBe(0);
  expect(stderr).toBe('');
});

test.each(['bash', 'zsh', 'fish'])(
  'prints a completion script for %s',
  { timeout: TIMEOUT },
  (shell) => {
    const { status, stdout } = run('completion', shell);
    expect(status).toBe(0);
    expect(stdout).toContain('kolvera complete --');
  },
);

test('bash takes the script, and completes kolvera with it', { timeout: TIMEOUT }, () => {
  const { stdout } = run('completion', 'bash');
  const bash = spawnSync('bash', ['-c', `${stdout}\ncomplete -p kolvera`], { encoding: 'utf8' });
  expect(bash.stderr).toBe('');
  expect(bash.stdout).toMatch(/ kolvera$/m);
});

test.each<[string[], string]>([
  [['trig'], 'trigger\t'],
  [['trigger', 'meeting.'], 'meeting.booked\tMeeting Booked'],
  [['webhooks', 'rot'], 'rotate-secret\t'],
  [['trigger', '--for'], '--forged\t'],
])('completes %j', { timeout: TIMEOUT }, (words, completed) => {
  expect(run('complete', '--', ...words).stdout).toContain(completed);
});

test('the keys choose, show, send again, copy and filter', { timeout: TIMEOUT }, async () => {
  const endpoint = await startEndpoint();
  const terminal = await terminalOf(['listen', '--port', '0', '--forward-to', endpoint.url], {
    cwd: temporaryProject(),
    env: { KOLVERA_WEBHOOK_SECRET: SECRET },
  });
  const url = (await terminal.shows(/Listening at (http:[^,]+\/)/))[1] ?? '';
  await terminal.shows(/Waiting for the first delivery/);
  expect(await deliver(url, 'Ada Lovelace')).toBe(200);
  expect(await deliver(url, 'Grace Hopper')).toBe(200);
  await terminal.shows(/Latest .*Grace Hopper.*verified/);

  terminal.press('\u001b[A');
  await terminal.shows(/Selected .*Ada Lovelace/);
  terminal.press('r');
  await terminal.shows(/Sent #1 again: 200/);
  expect(endpoint.received).toHaveLength(3);
  expect(endpoint.received[2]?.body).toEqual(endpoint.received[0]?.body);

  terminal.press('\r');
  await terminal.shows(/Delivery #1, received[\s\S]*"name": "Ada Lovelace"/);

  terminal.press('c');
  await terminal.shows(/--data-raw '[\s\S]*?}}'/);
  const [, copied = ''] = /\]52;c;([\w+/=]+)/.exec(terminal.written()) ?? [];
  const command = Buffer.from(copied, 'base64').toString();
  await requireDebianPackage('curl', 'curl');
  const curl = spawn('sh', ['-c', command]);
  expect(await new Promise((resolve) => curl.once('exit', resolve))).toBe(0);
  expect(endpoint.received[3]?.body).toEqual(endpoint.received[0]?.body);
  expect(endpoint.received[3]?.headers[SIGNATURE_HEADER]).toBe(
    endpoint.received[0]?.headers[SIGNATURE_HEADER],
  );

  terminal.press('fgrace\r');
  await terminal.shows(/showing: grace/);
  const before = terminal.written().length;
  await deliver(url, 'Alan Turing');
  await deliver(url, 'Grace Hopper');
  await terminal.shows(/#4 .*Grace Hopper/);
  expect(terminal.written().slice(before)).not.toContain('Alan Turing');

  terminal.press('q');
  expect(await terminal.ended).toBe(0);
  expect(terminal.written()).not.toContain(SECRET);
  await expect(fetch(url)).rejects.toThrow();
});

test('Ctrl-C in a terminal ends it too', { timeout: TIMEOUT }, async () => {
  const terminal = await terminalOf(['listen', '--port', '0'], {
    cwd: temporaryProject(),
    env: {},
  });
  await terminal.shows(/Waiting for the first delivery/);
  terminal.press('\u0003');
  expect(await terminal.ended).toBe(0);
});
