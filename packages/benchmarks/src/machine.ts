/** @module What the figures depend on: the machine, and the versions of what was measured. */
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
