/** @module The readme's list of events, made from the catalogue. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Catalogue, events } from '@kolvera/event-schema';

export const README = fileURLToPath(new URL('../README.md', import.meta.url));

const LIST = /(<!-- events -->\n)[\s\S]*(<!-- \/events -->)/;

/** The readme as it has to be. */
export async function readme(catalogue: Catalogue = events): Promise<string> {
  const rows = catalogue.map(({ name, firesWhen }) => `| \`${name}\` | ${firesWhen} |`);
  const table = ['| Event | |', '| --- | --- |', ...rows].join('\n');
  return (await readFile(README, 'utf8')).replace(LIST, `$1\n${table}\n\n$2`);
}
