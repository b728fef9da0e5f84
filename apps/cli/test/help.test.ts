import { events, sampleEvent } from '@kolvera/event-schema';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../src/program.ts';
import type { Surroundings } from '../src/surroundings.ts';
import { kolvera } from './kolvera.ts';

const around: Surroundings = {
  cwd: '/',
  env: {},
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted: AbortSignal.abort(),
};

/** The words of each command that does something, `webhooks list` among them. */
function commandLines(command: Command, words: readonly string[] = []): string[][] {
  const below = command.createHelp().visibleCommands(command);
  const own = below.filter((one) => one.name() !== 'help');
  return own.length === 0
    ? [[...words]]
    : own.flatMap((one) => commandLines(one, [...words, one.name()]));
}

const commands = commandLines(createProgram(around));

test('the commands: taking one away breaks scripts', () => {
  expect(commands.map((words) => words.join(' '))).toEqual([
    'trigger',
    'listen',
    'replay',
    'verify',
    'inspect',
    'certify',
    'events',
    'sample',
    'webhooks list',
    'webhooks add',
    'webhooks update',
    'webhooks delete',
    'webhooks rotate-secret',
    'webhooks test',
    'sandbox',
    'clear',
    'completion',
  ]);
});

describe.each(commands)('%s %s', (...words) => {
  const argv = words.filter((word) => word !== undefined);

  test('has help with an example, and --json', async () => {
    const { code, stdout, stderr } = await kolvera([...argv, '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(new RegExp(`Examples?:\n +# .+\n +\\$ .*kolvera ${argv.join(' ')}`));
    expect(stdout).toContain('--json');
    expect(stdout).not.toContain('[]');
  });

  test('refuses an unknown option with 2, and says where help is', async () => {
    const { code, stdout, stderr } = await kolvera([...argv, '--bogus']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: (unknown|required) option/);
    expect(stderr).toContain(`See: kolvera ${argv.join(' ')} --help`);
  });
});

test('help lists the commands and the exit codes', async () => {
  const { code, stdout } = await kolvera(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('Exit codes: 0');
  for (const [first] of commands) expect(stdout).toContain(`  ${first} `);
  expect((await kolvera(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('an unknown command is wrong use', async () => {
  const { code, stderr } = await kolvera(['triger']);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean trigger?');
});

test('events lists every event', async () => {
  const { stdout } = await kolvera(['events']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(events.length + 1);
  const json: { name: string }[] = JSON.parse((await kolvera(['events', '--json'])).stdout);
  expect(json.map(({ name }) => name)).toEqual(events.map(({ name }) => name));
});

test.each(events.map(({ name }) => name))('sample prints %s', async (name) => {
  const { stdout } = await kolvera(['sample', name]);
  expect(JSON.parse(stdout)).toEqual(sampleEvent(name));
  expect((await kolvera(['sample', name, '--json'])).stdout.trimEnd().split('\n')).toHaveLength(1);
});

test('colours appear when asked for, and never against NO_COLOR', async () => {
  const coloured = await kolvera(['events'], { env: { FORCE_COLOR: '1' } });
  expect(coloured.stdout).toContain('\u001b[1m');
  const plain = await kolvera(['events'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
  expect(plain.stdout).not.toContain('\u001b');
});
