/** @module `kolvera verify`: whether a signature matches a body, and if not, why. */
import { check } from '@kolvera/signature';
import { CommandError, Unsuccessful } from '../command-error.ts';
import { printer } from '../printer.ts';
import { openProject } from '../project.ts';
import { readBytes } from '../read-file.ts';
import { SECRET_VARIABLE, type SecretOptions } from '../secret-options.ts';
import { givenSecrets, keptSecret } from '../secrets.ts';
import type { Input, Surroundings } from '../surroundings.ts';
import { diagnose } from './diagnose.ts';

export interface VerifyOptions extends SecretOptions {
  readonly signature: string;
  readonly json?: boolean;
}

/** @throws Unsuccessful when it does not match; CommandError `no_secret`, `unreadable_file` */
export async function verify(
  around: Surroundings,
  file: string | undefined,
  options: VerifyOptions,
): Promise<void> {
  const { paint, result } = printer(around, options);
  const known = knownSecrets(around);
  const secrets = secretsToTry(options, around, known);
  const body = file === undefined ? await readAll(around.stdin) : readBytes(around.cwd, file);
  const { signature } = options;

  if (secrets.every((secret) => secret.trim() === secret) && check(body, signature, secrets).ok) {
    const number = secrets.findIndex((secret) => check(body, signature, secret).ok) + 1;
    const which =
      secrets.length > 1 ? ` It was signed with secret ${number} of ${secrets.length}.` : '';
    result(`${paint('green', 'Yes')}, the signature matches.${which}`, {
      verified: true,
      secret: number,
    });
    return;
  }
  const diagnosis = diagnose({ body, signature, secrets, others: known });
  const { cause, happened, remedy, proven } = diagnosis;
  const sentence = proven
    ? happened
    : `${happened} (Not proven: no change makes the signature match.)`;
  result(`${paint('red', 'No')}. ${sentence}\n${remedy}\n${paint('dim', `Cause: ${cause}`)}`, {
    verified: false,
    ...diagnosis,
  });
  throw new Unsuccessful();
}

/** Every secret that is configured here, by its source. */
function knownSecrets(around: Surroundings): Record<string, string> {
  const project = openProject(around.cwd);
  const kept = keptSecret(project);
  const variable = around.env[SECRET_VARIABLE];
  return {
    ...(variable && { [SECRET_VARIABLE]: variable }),
    ...(kept !== undefined && { [`${project.folder}/secret`]: kept }),
  };
}

function secretsToTry(
  options: SecretOptions,
  around: Surroundings,
  known: Readonly<Record<string, string>>,
): readonly string[] {
  const given = givenSecrets(options, around);
  const secrets = given.length > 0 ? given : Object.values(known).slice(0, 1);
  if (secrets.length > 0) return secrets;
  throw new CommandError(
    'no_secret',
    `No webhook secret. Use --secret or --secret-file, or set ${SECRET_VARIABLE}.`,
  );
}

async function readAll(input: Input): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
