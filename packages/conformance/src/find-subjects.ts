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

/** What a workspace may declare under "kolvera" in its package.json. */
interface Declaration {
  readonly conformanceSubject: string;
  /** Drives the real platform instead of a harness; takes minutes to install. */
  readonly realSubject?: string;
}

/**
 * @param root the repository's root folder
 * @param real whether to take the real platform where a workspace offers it
 * @returns the subjects in the order of their columns
 */
export async function findSubjects(root: string, real: boolean): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for await (const file of glob('{packages,apps}/*/package.json', { cwd: root })) {
    const path = resolve(root, file);
    const declaration = readDeclaration(JSON.parse(await readFile(path, 'utf8')));
    if (declaration === undefined) continue;
    const chosen = (real && declaration.realSubject) || declaration.conformanceSubject;
    subjects.push(await loadSubject(resolve(dirname(path), chosen)));
  }
  return subjects.sort((a, b) => a.order - b.order);
}

function readDeclaration(manifest: { kolvera?: Partial<Declaration> }): Declaration | undefined {
  const { conformanceSubject, realSubject } = manifest.kolvera ?? {};
  if (conformanceSubject === undefined) return undefined;
  return { conformanceSubject, ...(realSubject !== undefined && { realSubject }) };
}

async function loadSubject(file: string): Promise<Subject> {
  const module: { default?: Subject } = await import(pathToFileURL(file).href);
  if (module.default === undefined) throw new Error(`${file} has to export a Subject by default.`);
  return module.default;
}
