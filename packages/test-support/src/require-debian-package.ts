/**
 * @module Programs that tests need from outside npm: Python, a browser.
 *
 * A test that is skipped where its program is missing proves nothing. So the program is installed where
 * that needs no password, and otherwise named in the error.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

/** What a machine can do about a missing command; tests pass their own. */
export interface Machine {
  /** Folders that hold commands, as PATH has them. */
  readonly path: string;
  /** Whether packages can be installed without a password. */
  readonly canInstall: boolean;
  install(debianPackage: string): Promise<void>;
}

/** Debian keeps PostgreSQL's programs outside the PATH, in one folder per version. */
const OUTSIDE_THE_PATH = '/usr/lib/postgresql/*/bin';

const thisMachine: Machine = {
  get path() {
    return [process.env.PATH ?? '', ...globSync(OUTSIDE_THE_PATH)].join(delimiter);
  },
  canInstall: process.getuid?.() === 0 && existsSync('/etc/debian_version'),
  install: installByAptGet,
};

/**
 * Finds a command, and installs it first when it is missing, we are root and this is Debian or a
 * derivative.
 *
 * @param command the program's name, `python3`; or its path, `/usr/bin/flask`, where PATH may have
 * another program of that name.
 * @param debianPackage the Debian package that has it: `python3`.
 * @returns the command's absolute path.
 * @throws Error that says what is missing and how to install it.
 */
export async function requireDebianPackage(
  command: string,
  debianPackage: string,
  machine: Machine = thisMachine,
): Promise<string> {
  const found = findCommand(command, machine.path);
  if (found !== undefined) return found;
  if (!machine.canInstall) {
    throw new Error(
      `The command ${command} is missing: install it (on Debian: apt-get install ${debianPackage}) and try again.`,
    );
  }
  await machine.install(debianPackage);
  const installed = findCommand(command, machine.path);
  if (installed !== undefined) return installed;
  throw new Error(`The Debian package ${debianPackage} was installed but has no ${command}.`);
}

function findCommand(command: string, path: string): string | undefined {
  if (isAbsolute(command)) return isExecutable(command) ? command : undefined;
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** apt-get update does not wait for another one, and tests run in parallel: hence flock. */
async function installByAptGet(debianPackage: string): Promise<void> {
  const lock = join(tmpdir(), 'kolvera-connectors-apt.lock');
  const commands = `apt-get update -qq && apt-get install -y -qq --no-install-recommends "$1"`;
  try {
    await promisify(execFile)('flock', [lock, 'sh', '-c', commands, 'sh', debianPackage], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    const why = (error as { stderr?: string }).stderr?.trim() || String(error);
    throw new Error(`apt-get could not install ${debianPackage}: ${why}`);
  }
}
