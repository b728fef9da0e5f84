/** @module A deployment: reads what Make has, and carries out the plan, or shows it. */
import { Make, type RetryOptions } from '@makehq/sdk';
import type { ComponentIds } from '../tree/manifest.ts';
import { DeployError, explain } from './deploy-error.ts';
import type { LocalApp } from './local-app.ts';
import { MissingName, type Plan, plan } from './plan.ts';
import { readRemoteApp } from './remote-app.ts';
import type { DeploySettings } from './settings.ts';

export interface DeployOptions {
  readonly settings: DeploySettings;
  readonly app: LocalApp;
  /** Reads only, and tells what would be written. */
  readonly dryRun: boolean;
  /** Make's names, as the previous deployment saved them. */
  readonly kept?: ComponentIds;
  /** Takes a line of the report. */
  readonly tell: (line: string) => void;
  /** How to wait after a 429: Make's smallest paid plan allows 60 requests a minute. */
  readonly backOff?: Pick<RetryOptions, 'baseDelay' | 'maxRetries'>;
}

export interface Deployment {
  /** The titles of the steps that were carried out, or would be. */
  readonly written: readonly string[];
  readonly failed: readonly string[];
  readonly unchanged: number;
  /** Make's names, to be kept; of a dry run, what was there before. */
  readonly names: ReturnType<Plan['names']>;
}

/**
 * Idempotent: what Make has already is skipped, so that a deployment that was interrupted is
 * completed by the next.
 * @throws DeployError when nothing can be read, or nothing more can be written.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { settings, app, dryRun, tell } = options;
  const { zone, token } = settings;
  const make = new Make(token, zone, {
    // The waits double from one second up to 30: some two minutes, for a limit that is by the minute.
    retry: { onRateLimit: true, maxRetries: 8, ...options.backOff },
  });
  make.protocol = settings.protocol;

  const remote = await readRemoteApp(make, settings.appName).catch((error: unknown) => {
    throw explain(error, zone);
  });
  const { steps, unchanged, names } = plan(app, remote, options.kept);
  const written: string[] = [];
  const failed: string[] = [];
  for (const { title, run } of steps) {
    const error = dryRun ? undefined : await attempt(() => run(make), zone);
    if (error === undefined) {
      written.push(title);
      tell(`${dryRun ? 'would ' : ''}${title}`);
    } else {
      failed.push(title);
      tell(`FAILED ${title}: ${error.message}`);
      if (error.isFinal) throw error;
    }
  }
  tell(
    `${unchanged} unchanged, ${written.length} ${dryRun ? 'to write' : 'written'}, ${failed.length} failed`,
  );
  return { written, failed, unchanged, names: names() };
}

/** What went wrong with a step; a step that lacks what another should have made is refused. */
async function attempt(run: () => Promise<void>, zone: string): Promise<DeployError | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof MissingName) return new DeployError('refused', error.message);
    return explain(error, zone);
  }
}
