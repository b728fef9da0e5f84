/** @module A deployment: reads what Make has, then runs the plan or shows it. */
import { Make, type RetryOptions } from '@makehq/sdk';
import type { ComponentIds } from '../tree/manifest.ts';
import { explain } from './deploy-error.ts';
import type { LocalApp } from './local-app.ts';
import { type Plan, plan } from './plan.ts';
import { readRemoteApp } from './remote-app.ts';
import type { DeploySettings } from './settings.ts';

export interface DeployOptions {
  readonly settings: DeploySettings;
  readonly app: LocalApp;
  /** Only reads, and reports what would be written. */
  readonly dryRun: boolean;
  /** Make's names, as the last deployment saved them. */
  readonly kept?: ComponentIds;
  /** Takes a line of the report. */
  readonly tell: (line: string) => void;
  /** How to wait after a 429: Make's smallest paid plan allows 60 requests a minute. */
  readonly backOff?: Pick<RetryOptions, 'baseDelay' | 'maxRetries'>;
}

export interface Deployment {
  /** The titles of the steps that ran, or would run. */
  readonly written: readonly string[];
  readonly failed: readonly string[];
  readonly unchanged: number;
  /** Make's names, to be saved. */
  readonly names: ReturnType<Plan['names']>;
}

/**
 * Idempotent: what Make already has is skipped, and the next deployment completes an interrupted one.
 * @throws DeployError if nothing can be read, or nothing more can be written.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { settings, app, dryRun, tell } = options;
  const { zone, token } = settings;
  const make = new Make(token, zone, {
    // The waits double from 1 to 30 seconds, two minutes in all: the limit is per minute.
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
    try {
      if (!dryRun) await run(make);
      written.push(title);
      tell(`${dryRun ? 'would ' : ''}${title}`);
    } catch (thrown) {
      const error = explain(thrown, zone);
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
