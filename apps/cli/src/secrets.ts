/** @module Which secret signs and verifies: a given one, or the project's own. */
import { randomBytes } from 'node:crypto';
import { openProject, type Project } from './project.ts';
import { readText } from './read-file.ts';
import { SECRET_VARIABLE, type SecretOptions } from './secret-options.ts';
import type { Surroundings } from './surroundings.ts';

const FILE = 'secret';

/**
 * The secrets that the user gave: by option, else by file, else in the environment. White space
 * around a secret in a file is trimmed; elsewhere it is reported as a mistake.
 *
 * @throws CommandError `unreadable_file`
 */
export function givenSecrets(
  { secret, secretFile }: SecretOptions,
  { cwd, env }: Surroundings,
): readonly string[] {
  if (secret !== undefined) return secret;
  if (secretFile !== undefined) return [readText(cwd, secretFile).trim()];
  const variable = env[SECRET_VARIABLE];
  return variable ? [variable] : [];
}

/** The project's own secret, if it has one. */
export function keptSecret(project: Project): string | undefined {
  return project.read(FILE);
}

export interface UsedSecrets {
  readonly secrets: readonly string[];
  /** Where they come from, for messages. Holds no secret. */
  readonly source: string;
  /** The secret, if it was just generated and has to be shown once. */
  readonly generated?: string;
}

/** The given secrets, else the project's own, else a new one, which is stored. */
export function usedSecrets(options: SecretOptions, around: Surroundings): UsedSecrets {
  const given = givenSecrets(options, around);
  if (given.length > 0) return { secrets: given, source: sourceOf(options) };
  const project = openProject(around.cwd);
  const kept = keptSecret(project);
  const source = `${project.folder}/${FILE}`;
  if (kept !== undefined) return { secrets: [kept], source };
  const generated = `whsec_${randomBytes(32).toString('base64url')}`;
  project.write(FILE, generated);
  return { secrets: [generated], source, generated };
}

/** The message about a generated secret, which is shown only once. */
export function announceSecret({ generated, source }: UsedSecrets): string | undefined {
  return (
    generated &&
    `Generated a webhook secret for this project and stored it in ${source}. Give it to your endpoint:\n` +
      `  ${SECRET_VARIABLE}=${generated}\n`
  );
}

function sourceOf({ secret, secretFile }: SecretOptions): string {
  if (secret !== undefined) return '--secret';
  return secretFile ?? SECRET_VARIABLE;
}
