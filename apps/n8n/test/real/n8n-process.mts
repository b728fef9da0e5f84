/** @module One process of the real n8n on this machine. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface N8nProcess {
  /** `http://127.0.0.1:41234`, the same after a restart. */
  readonly origin: string;
  /** What it has printed since the first start. */
  log(): string;
  /** Ends the process, as this one does at the latest: at once, as a power cut does, or in an orderly way, as an update does. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it, and waits until it is ready. */
  start(): Promise<void>;
}

/** A machine with other work to do takes minutes. */
const READY_WITHIN_MS = 300_000;
const STOP_WITHIN_MS = 30_000;

/**
 * @param args n8n's command and its arguments, such as `['/…/n8n', 'worker']`.
 * @param port where it answers `/healthz/readiness`.
 */
export function n8nProcess(
  args: readonly string[],
  port: number,
  env: NodeJS.ProcessEnv,
): N8nProcess {
  const origin = `http://127.0.0.1:${port}`;
  let log = '';
  let running: ChildProcess | null = null;
  process.once('exit', () => running?.kill('SIGKILL'));

  async function start() {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        log += chunk;
      });
    }
    await ready(origin, child, () => log);
  }

  async function end(signal: NodeJS.Signals) {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const late = AbortSignal.timeout(STOP_WITHIN_MS);
    late.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
    await exited;
  }

  return { origin, log: () => log, end, start };
}

/** What n8n's own installer does with a tarball: no scripts, no peer dependencies. */
export async function installCommunityPackage(userFolder: string, tarball: string): Promise<void> {
  const folder = join(userFolder, '.n8n', 'nodes');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"name":"installed-nodes","private":true}');
  const args = ['install', tarball, '--legacy-peer-deps', '--ignore-scripts', '--offline'];
  await promisify(execFile)('npm', [...args, '--no-audit', '--no-fund'], { cwd: folder });
}

/**
 * The environment of every process of one n8n.
 *
 * @param webhookUrl the base URL that Kolvera delivers to.
 */
export function environment(
  userFolder: string,
  encryptionKey: string,
  webhookUrl: string,
): NodeJS.ProcessEnv {
  const off = [
    'N8N_AI_ENABLED',
    'N8N_DIAGNOSTICS_ENABLED',
    'N8N_DYNAMIC_BANNERS_ENABLED',
    'N8N_HIRING_BANNER_ENABLED',
    'N8N_LICENSE_AUTO_RENEW_ENABLED',
    'N8N_PERSONALIZATION_ENABLED',
    'N8N_SECURE_COOKIE',
    'N8N_TEMPLATES_ENABLED',
    'N8N_VERIFIED_PACKAGES_ENABLED',
    'N8N_VERSION_NOTIFICATIONS_ENABLED',
  ];
  return {
    PATH: process.env.PATH,
    HOME: userFolder,
    N8N_USER_FOLDER: userFolder,
    N8N_ENCRYPTION_KEY: encryptionKey,
    N8N_HOST: '127.0.0.1',
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PROTOCOL: 'http',
    N8N_WEBHOOK_URL: webhookUrl,
    N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
    // On a busy machine n8n's look at its database takes longer than the usual five seconds, and n8n
    // then answers 503 to everybody: that is not what is proven here.
    DB_PING_TIMEOUT_MS: '60000',
    // Likewise the 30 seconds within which its task runner has to call back.
    N8N_RUNNERS_GRANT_TOKEN_TTL: '300',
    ...Object.fromEntries(off.map((name) => [name, 'false'])),
  };
}

async function ready(origin: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${origin}/healthz/readiness`).catch(() => null);
    if (answer?.ok) return;
    await sleep(250);
  }
  throw new Error(`n8n did not become ready. It said:\n${log().slice(-4000)}`);
}
