/** @module The package as it is published: the tarball of `npm pack`. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface PackedNode {
  readonly tarball: string;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Paths inside the package. */
  readonly files: readonly string[];
  remove(): Promise<void>;
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what was built. */
export async function packNode(): Promise<PackedNode> {
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-n8n-pack-'));
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: fileURLToPath(new URL('..', import.meta.url)) },
  );
  const [report]: PackReport[] = JSON.parse(stdout);
  if (report === undefined) throw new Error('npm pack reported no package');
  return {
    tarball: join(folder, report.filename),
    size: report.size,
    files: report.files.map(({ path }) => path),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
