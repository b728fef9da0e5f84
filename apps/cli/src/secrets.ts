/** @module Which secret signs and verifies: one that is given, or the project's own. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError } from './command-error.ts';
import { openProject, type Project } from './project.ts';
import { SECRET_VARIABLE, type SecretOptions } from './secret-options.ts';
import type { Surroundings } from './surroundings.ts';

const FILE = 'secret';

/**
 * The secrets that the person gave: by flag, else by file, else in the environment. White space
 * around one in a file is dropped; elsewhere it stays, to be complained of.
 *
 * @throws CommandError `unreadable_file`
 */
export function givenSecrets(
  { secret, secretFile }: SecretOptions,
  { cwd, env }: Surroundings,
): readonly string[] {
  if (secret !== undefined) return secret;
  if (secretFile !== undefined) return [readText(resolve(cwd, secretFile)).trim()];
  const variable = env[SECRET_VARIABLE];
  return variable ? [variable] : [];
}

/** The project's own secret, if it has one. */
export function keptSecret(project: Project): string | undefined {
  return project.read(FILE);
}

export interface UsedSecrets {
  readonly secrets: readonly string[];
  /** Where they come from, for people. Holds no secret. */
  readonly source: string;
  /** The secret, where it was made just now and has to be shown once. */
  readonly made?: string;
}

/** The given secrets, else the project's own, else one that is made now and kept. */
export function usedSecrets(options: SecretOptions, around: Surroundings): UsedSecrets {
  const given = givenSecrets(options, around);
  if (given.length > 0) return { secrets: given, source: sourceOf(options) };
  const project = openProject(around.cwd);
  const kept = keptSecret(project);
  const source = `${project.folder}/${FILE}`;
  if (kept !== undefined) return { secrets: [kept], source };
  const made = `whsec_${randomBytes(32).toString('base64url')}`;
  project.write(FILE, made);
  return { secrets: [made], source, made };
}

/** What a person reads when a secret was made. It is shown this once. */
export function announceSecret({ made, source }: UsedSecrets): string | undefined {
  return (
    made &&
    `Made a webhook secret for this project and kept it in ${source}. Give it to your endpoint:\n` +
      `  ${SECRET_VARIABLE}=${made}\n`
  );
}

function sourceOf({ secret, secretFile }: SecretOptions): string {
  if (secret !== undefined) return '--secret';
  return secretFile ?? `the variable ${SECRET_VARIABLE}`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandError('unreadable_file', `There is no readable file ${file}.`);
  }
}
