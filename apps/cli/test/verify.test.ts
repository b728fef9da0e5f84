import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sign } from '@kolvera/signature';
import { expect, test } from 'vitest';
import { kolvera, temporaryProject } from './kolvera.ts';

const SECRET = 'whsec_of_a_test';
const body = '{"event":"contact.created","data":{}}';
const signature = ['--signature', sign(body, SECRET)];

test('yes, for a file and for standard input', async () => {
  const cwd = temporaryProject();
  writeFileSync(join(cwd, 'body.json'), body);
  const env = { KOLVERA_WEBHOOK_SECRET: SECRET };
  const file = await kolvera(['verify', ...signature, 'body.json'], { cwd, env });
  expect(file).toEqual({ code: 0, stdout: 'Yes, the signature matches.\n', stderr: '' });
  const stdin = await kolvera(['verify', ...signature, '--secret', SECRET], { stdin: body });
  expect(stdin.code).toBe(0);
});

test('which of several secrets', async () => {
  const secrets = ['--secret', 'whsec_old', '--secret', SECRET];
  const text = await kolvera(['verify', ...signature, ...secrets], { stdin: body });
  expect(text.stdout).toContain('secret 2 of 2');
  const json = await kolvera(['verify', ...signature, ...secrets, '--json'], { stdin: body });
  expect(JSON.parse(json.stdout)).toEqual({ verified: true, secret: 2 });
});

test('a secret from a file, whose newline does not count', async () => {
  const cwd = temporaryProject();
  writeFileSync(join(cwd, 'secret.txt'), `${SECRET}\n`);
  const options = ['verify', ...signature, '--secret-file', 'secret.txt'];
  expect((await kolvera(options, { cwd, stdin: body })).code).toBe(0);
  expect((await kolvera(options, { stdin: body })).stderr).toContain('Cannot read');
});

test('no, with the cause and what to do, and no secret', async () => {
  const options = ['verify', ...signature, '--secret', SECRET];
  const { code, stdout } = await kolvera(options, { stdin: `${body}\n` });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^No\. Whitespace at .*\n.*newline.*\nCause: trailing_newline\n$/);
  expect(stdout).not.toContain(SECRET);
  const json = await kolvera([...options, '--json'], { stdin: `${body}\n` });
  expect(JSON.parse(json.stdout)).toMatchObject({
    verified: false,
    cause: 'trailing_newline',
    proven: true,
  });
});

test('no, and what is left when nothing fits', async () => {
  const { code, stdout } = await kolvera(['verify', ...signature, '--secret', 'whsec_guess'], {
    stdin: body,
  });
  expect(code).toBe(1);
  expect(stdout).toContain('None of the usual causes applies');
  expect(stdout).toContain('Settings → Webhooks');
});

test('no, but with the secret in the environment', async () => {
  const { stdout } = await kolvera(['verify', ...signature, '--secret', 'whsec_guess'], {
    stdin: body,
    env: { KOLVERA_WEBHOOK_SECRET: SECRET },
  });
  expect(stdout).toContain('the one from KOLVERA_WEBHOOK_SECRET');
});

test.each<[string[], string]>([
  [['verify'], '--signature'],
  [['verify', ...signature], 'No webhook secret.'],
  [['verify', ...signature, '--secret', SECRET, 'none.json'], 'Cannot read'],
  [['verify', ...signature, '--bogus'], 'unknown option'],
])('wrong use is 2: %j', async (argv, message) => {
  const { code, stderr } = await kolvera(argv);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
