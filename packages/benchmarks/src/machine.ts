/** @module What the figures depend on: the machine, and the versions of what was measured. */
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';
import manifest from '../package.json' with { type: 'json' };

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** In gigabytes. */
  readonly memory: number;
  readonly system: string;
  /** Programs that wanted a core during the last minute: above 1, others disturb the figures. */
  readonly load: number;
  readonly node: string;
  /** Exact versions by package name, as package.json pins them. */
  readonly packages: Readonly<Record<string, string>>;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${process.arch}`,
    load: loadavg()[0] ?? 0,
    node: process.versions.node,
    packages: manifest.dependencies,
  };
}

/**
 * Keeps a process and its threads on one processor, where there are two and `taskset`, as on Debian.
 * Left to the system, a server may share the sender's processor or not, for as long as it runs, and
 * which of the two it is changes a ratio by more than what is measured.
 */
export function pin(pid: number, processor: 0 | 1): void {
  if (availableParallelism() < 2) return;
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(processor), String(pid)]);
}
