/** @module Files that the user names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError } from './command-error.ts';

/** @throws CommandError `unreadable_file` */
export function readBytes(cwd: string, file: string): Buffer {
  const path = resolve(cwd, file);
  try {
    return readFileSync(path);
  } catch {
    throw new CommandError('unreadable_file', `Cannot read ${path}.`);
  }
}

/** @throws CommandError `unreadable_file` */
export function readText(cwd: string, file: string): string {
  return readBytes(cwd, file).toString('utf8');
}
