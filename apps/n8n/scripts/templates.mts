/** @module The ready workflows in templates/. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Template {
  readonly file: string;
  readonly path: string;
  readonly text: string;
  readonly workflow: TemplateWorkflow;
}

export interface TemplateWorkflow {
  readonly name: string;
  readonly nodes: readonly TemplateNode[];
  readonly connections: Readonly<
    Record<string, { readonly main: readonly (readonly { readonly node: string }[])[] }>
  >;
}

export interface TemplateNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const folder = fileURLToPath(new URL('../templates', import.meta.url));

/** @throws Error where there is none of this name. */
export async function template(file: string): Promise<Template> {
  const found = (await templates()).find((one) => one.file === file);
  if (found === undefined) throw new Error(`There is no template ${file}.`);
  return found;
}

export async function templates(): Promise<readonly Template[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      return { file, path, text, workflow: JSON.parse(text) as TemplateWorkflow };
    }),
  );
}
