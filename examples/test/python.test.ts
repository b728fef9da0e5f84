/**
 * @module The Python example: the signature's vectors, and both servers over real HTTP.
 * @slow Starts frameworks and runtimes.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { forgeries } from '@kolvera/certify';
import { sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import vectors from '@kolvera/signature/vectors.json' with { type: 'json' };
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, started } from './started.ts';

const FOLDER = join(import.meta.dirname, '../python');
const SECRET = 'whsec_python_6f1c2a9e';
const DEBIAN_PYTHON = '/usr/bin/python3';
const python = await requireDebianPackage('python3', 'python3');

/** Every Flask of the machine: Debian's, which is of 2022, behaves otherwise than today's. */
const pythonsWithFlask = await findFlasks();

async function findFlasks(): Promise<readonly string[]> {
  const hasFlask = (command: string) => {
    try {
      execFileSync(command, ['-c', 'import flask'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  const found = [...new Set([python, DEBIAN_PYTHON])].filter(hasFlask);
  if (found.length > 0) return found;
  await requireDebianPackage('flask', 'python3-flask');
  return [DEBIAN_PYTHON];
}

test('verify gives what the vectors say', () => {
  const cases = [
    ...vectors.signatures.map((vector) => ({
      body: hexOf(vector),
      header: vector.signature,
      secrets: [vector.secret],
      ok: true,
    })),
    ...vectors.checks
      .filter(({ header }) => !Array.isArray(header))
      .map((vector) => ({
        body: hexOf(vector),
        header: vector.header ?? null,
        secrets: vector.secrets,
        ok: vector.result === 'ok',
      })),
    { body: '', header: 'é'.repeat(64), secrets: ['s'], ok: false },
    { body: '', header: '٣'.repeat(64), secrets: ['s'], ok: false },
  ];
  expect(cases.length).toBeGreaterThan(40);
  const program = `
import json, sys
from verify import verify
cases = json.load(sys.stdin)
print(json.dumps([verify(bytes.fromhex(c["body"]), c["header"], *c["secrets"]) for c in cases]))`;
  const printed = execFileSync(python, ['-c', program], {
    cwd: FOLDER,
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toEqual(cases.map(({ ok }) => ok));
});

function hexOf(vector: { body?: string; body_hex?: string }): string {
  return vector.body_hex ?? Buffer.from(vector.body ?? '').toString('hex');
}

describe.each([
  { name: 'the standard library', file: 'server.py', interpreter: python },
  ...pythonsWithFlask.map((interpreter) => ({
    name: `the Flask of ${interpreter}`,
    file: 'flask_app.py',
    interpreter,
  })),
])('on $name', ({ file, interpreter }) => {
  let child: ChildProcess;
  let port: number;
  let printed: () => string;
  beforeAll(async () => {
    child = spawn(interpreter, [join(FOLDER, file)], {
      env: {
        ...process.env,
        KOLVERA_WEBHOOK_SECRET: SECRET,
        PORT: '0',
        PYTHONDONTWRITEBYTECODE: '1',
      },
    });
    ({ port, printed } = await started(child));
  }, 60_000);
  afterAll(() => {
    child?.kill();
  });

  const body = JSON.stringify(sampleEvent('contact.created'));
  const post = (sent: string | Buffer, headers: Record<string, string | string[]>) =>
    new Promise<Answer>((resolve, reject) => {
      const outgoing = request(
        { port, host: '127.0.0.1', path: '/kolvera', method: 'POST', headers },
        (response) => {
          response.resume().on('end', () => resolve({ status: response.statusCode ?? 0 }));
        },
      );
      outgoing.on('error', reject).end(sent);
    });
  const signed = (sent: string | Buffer) =>
    post(sent, { 'content-type': 'application/json', 'x-kolvera-signature': sign(sent, SECRET) });

  test('a delivery is handled', async () => {
    expect(await signed(body)).toEqual({ status: 200 });
    await expect.poll(printed).toContain('Received contact.created');
  });

  test('900 KB are handled, and 1.1 MB refused', async () => {
    const notes = (length: number) =>
      JSON.stringify({ event: 'contact.created', data: { notes: 'x'.repeat(length) } });
    expect(await signed(notes(900_000))).toEqual({ status: 200 });
    expect(await signed(notes(1_100_000)).catch(() => ({ status: 413 }))).toEqual({ status: 413 });
  });

  test.each(forgeries)('a delivery $what is answered 401', async ({ forge }) => {
    const forged = forge({ body, secret: SECRET });
    const headers = forged.signature === null ? {} : { 'x-kolvera-signature': forged.signature };
    expect(await post(forged.body, headers)).toEqual({ status: 401 });
  });

  test.each(['é'.repeat(64), '', ' ', '\u00ff'])(
    'the header %j is answered 401',
    async (header) => {
      expect(await post(body, { 'x-kolvera-signature': header })).toEqual({ status: 401 });
    },
  );

  test('two signatures are answered 401, even if one is right', async () => {
    const right = sign(body, SECRET);
    expect(await post(body, { 'x-kolvera-signature': ['0'.repeat(64), right] })).toEqual({
      status: 401,
    });
  });

  test.each(['{', '[]', '7', '\ufeff{}x', `${'['.repeat(100_000)}`])(
    'a signed body that is not an event (%#) is answered 400',
    async (sent) => {
      expect(await signed(sent)).toEqual({ status: 400 });
    },
  );
});
