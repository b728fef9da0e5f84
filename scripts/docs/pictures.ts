/**
 * @module Pictures that were taken of a screen: what they show, by a hash of its sources. Drawn pictures
 * and the recording of the command are made anew by tests, which compare them whole.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './documents.ts';

export interface Taken {
  readonly command: string;
  /** What is seen on them comes from these files; the samples' values may be of an older catalogue. */
  readonly shows: readonly string[];
}

/** By their folder in docs/pictures. */
export const TAKEN = {
  n8n: {
    command: 'npm run pictures -w n8n-nodes-kolvera',
    shows: [
      'apps/n8n/icons/*.svg',
      'apps/n8n/nodes/KolveraTrigger/{KolveraTrigger.node,parameters}.ts',
      'apps/n8n/test/pictures/main.mts',
    ],
  },
  sandbox: {
    command: 'npm run sandbox:pictures',
    shows: [
      'packages/sandbox/assets/*',
      'packages/sandbox/src/page/*{form,layout,page,pages,parts,rows}.ts',
    ],
  },
} as const satisfies Readonly<Record<string, Taken>>;

const file = join(root, 'docs/pictures/taken.json');

/** @returns the hash of each folder's sources when its pictures were taken. */
export function recordedHashes(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Whoever has taken the pictures says so. */
export function recordTaken(name: keyof typeof TAKEN): void {
  const hashes = { ...recordedHashes(), [name]: hashOf(TAKEN[name]) };
  writeFileSync(file, `${JSON.stringify(hashes, null, 2)}\n`);
}

/** SHA-256 of the names and the texts of what is shown, in hexadecimal. */
export function hashOf({ shows }: Taken): string {
  const hash = createHash('sha256');
  for (const path of globSync([...shows], { cwd: root }).sort()) {
    hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}
