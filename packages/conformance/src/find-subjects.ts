/**
 * @module Finds the subjects of all workspaces.
 *
 * A workspace names its subject in its package.json, so that this package depends on no consumer:
 * they depend on it (docs/decisions/0001-imports-go-one-way.md).
 */
import { glob, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Subject } from './subject.ts';

/** What a workspace may declare in its package.json. */
interface Manifest {
  readonly kolvera?: {
    readonly conformanceSubject?: string;
    /** Drives the real platform instead of a harness; takes minutes to install. */
    readonly realSubject?: string;
  };
}

/**
 * @param root the repository's root folder
 * @param real whether to use the real platform where a workspace offers it
 * @returns the subjects in the order of their columns
 */
export async function findSubjects(root: string, real: boolean): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for await (const file of glob('{packages,apps}/*/package.json', { cwd: root })) {
    const path = resolve(root, file);
    const { kolvera = {} }: Manifest = JSON.parse(await readFile(path, 'utf8'));
    const chosen = (real && kolvera.realSubject) || kolvera.conformanceSubject;
    if (chosen !== undefined) subjects.push(await loadSubject(resolve(dirname(path), chosen)));
  }
  return subjects.sort((a, b) => a.order - b.order);
}

async function loadSubject(file: string): Promise<Subject> {
  const module: { default?: Subject } = await import(pathToFileURL(file).href);
  if (module.default === undefined)
    throw new Error(`${file} must have a Subject as its default export.`);
  return module.default;
}
