/** @module The real n8n as a process of this machine, with a temporary folder of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../../../scripts/free-port.ts';
import { installN8n } from './install-n8n.mts';

export interface N8nServer {
  /** `http://127.0.0.1:41234`, the same after a restart. */
  readonly origin: string;
  /** What n8n has printed since the first start. */
  log(): string;
  /** Ends the process: at once, as a power cut does, or in an orderly way, as an update does. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it again over the same folder. */
  start(): Promise<void>;
  /** Ends the process and removes the folder. */
  close(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 10_000;

/**
 * Starts n8n with the community package of a tarball installed.
 *
 * @param tarball path of the packed node.
 * @param say receives a line per step that takes long.
 */
export async function startN8n(tarball: string, say: (line: string) => void): Promise<N8nServer> {
  const command = await installN8n(say);
  const userFolder = await mkdtemp(join(tmpdir(), 'kolvera-n8n-'));
  await installCommunityPackage(join(userFolder, '.n8n', 'nodes'), tarball);
  const [port, brokerPort] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const env = environment({ userFolder, port, brokerPort, origin });
  let log = '';
  let running: ChildProcess | null = null;

  async function start() {
    const child = spawn(process.execPath, [command, 'start'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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

  const close = async () => {
    await end('SIGTERM');
    await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return { origin, log: () => log, end, start, close };
}

/** What n8n's own installer does with a tarball: no scripts, no peer dependencies. */
async function installCommunityPackage(folder: string, tarball: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"name":"installed-nodes","private":true}');
  const args = ['install', tarball, '--legacy-peer-deps', '--ignore-scripts', '--offline'];
  await promisify(execFile)('npm', [...args, '--no-audit', '--no-fund'], { cwd: folder });
}

interface Place {
  readonly userFolder: string;
  readonly port: number;
  readonly brokerPort: number;
  readonly origin: string;
}

function environment({ userFolder, port, brokerPort, origin }: Place): NodeJS.ProcessEnv {
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
    N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
    N8N_HOST: '127.0.0.1',
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: String(port),
    N8N_PROTOCOL: 'http',
    N8N_WEBHOOK_URL: origin,
    N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
    N8N_RUNNERS_BROKER_PORT: String(brokerPort),
    // On a busy machine n8n's look at its database takes longer than the usual five seconds, and n8n
    // then answers 503 to everybody: that is not what is proven here.
    DB_PING_TIMEOUT_MS: '60000',
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
