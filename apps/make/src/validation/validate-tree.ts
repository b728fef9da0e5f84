/** @module Whether Make would accept an app's tree: each file by its schema, then all files together. */
import { Ajv, type ValidateFunction } from 'ajv';
import type { Group } from '../definition/make-app.ts';
import { MANIFEST } from '../tree/app-files.ts';
import type { Manifest } from '../tree/manifest.ts';
import { baseSchema, groupsSchema, manifestSchema, sectionSchemas } from './schemas.ts';

export interface Problem {
  /** A keyword of JSON Schema, or one of the rules below. */
  readonly rule: string;
  /** The file, and the place in it: `groups.json/0/label`. */
  readonly at: string;
  readonly message: string;
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const isManifest = ajv.compile<Manifest>(manifestSchema);
const areGroups = ajv.compile<readonly Group[]>(groupsSchema);
const owners = ['connection', 'rpc', 'webhook', 'module'] as const;

/**
 * @param files every file's path (relative to the app's folder) and text.
 * @returns what Make would refuse; nothing when the app is right.
 */
export function validateTree(files: ReadonlyMap<string, string>): readonly Problem[] {
  const read = (path: string): unknown => JSON.parse(files.get(path) ?? 'null');
  const manifest = read(MANIFEST);
  if (!isManifest(manifest)) return schemaProblems(isManifest, MANIFEST);
  const { base, groups, readme } = manifest.generalCodeFiles;
  const listed = new Map([[base, ajv.compile(baseSchema)], ...sectionFiles(manifest)]);
  const known = new Set([MANIFEST, groups, readme, ...listed.keys()]);
  const missing = [...known].filter((path) => !files.has(path));
  if (missing.length > 0) return missing.map((at) => problem('missing-file', at, 'is missing'));

  const grouped = read(groups);
  const unlisted = [...files.keys()].filter((path) => !known.has(path));
  return [
    ...unlisted.map((at) => problem('unlisted-file', at, 'is not in the manifest')),
    ...[...listed].flatMap(([path, validate]) =>
      validate(read(path)) ? [] : schemaProblems(validate, path),
    ),
    ...referenceProblems(manifest, files),
    ...(areGroups(grouped) ? groupProblems(manifest, grouped) : schemaProblems(areGroups, groups)),
  ];
}

function problem(rule: string, at: string, message: string): Problem {
  return { rule, at, message };
}

function schemaProblems({ errors }: ValidateFunction, file: string): readonly Problem[] {
  return (errors ?? []).map(({ keyword, instancePath, message = '' }) =>
    problem(keyword, `${file}${instancePath}`, message),
  );
}

/** Every section's path with what validates it. */
function sectionFiles({ components }: Manifest) {
  return owners.flatMap((owner) =>
    Object.values(components[owner]).flatMap(({ codeFiles }) =>
      Object.entries(sectionSchemas[owner]).flatMap(([section, schema]) => {
        const path = codeFiles[section];
        return path ? [[path, ajv.compile(schema)] as const] : [];
      }),
    ),
  );
}

/** Links and forms name what exists; labels, which a deployment matches by, are unique. */
function referenceProblems({ components }: Manifest, files: ReadonlyMap<string, string>) {
  const unknown = (at: string, what: string) => problem('unknown-reference', at, `names ${what}`);
  const found: Problem[] = [];
  for (const owner of owners) {
    const labels = new Set<string>();
    for (const [id, { label, connection, webhook, moduleType }] of Object.entries(
      components[owner],
    )) {
      const at = `${MANIFEST}/components/${owner}/${id}`;
      if (labels.has(label)) found.push(problem('label-taken', at, `repeats the label "${label}"`));
      labels.add(label);
      if (connection && !components.connection[connection])
        found.push(unknown(at, `the connection "${connection}"`));
      if (moduleType === 'instant_trigger' && !components.webhook[webhook ?? ''])
        found.push(unknown(at, `the webhook "${webhook}"`));
    }
  }
  for (const [path, content] of files) {
    for (const [, rpc = ''] of content.matchAll(/"rpc:\/\/(\w+)"/gu))
      if (!components.rpc[rpc]) found.push(unknown(path, `the RPC "${rpc}"`));
  }
  return found;
}

/** Groups, once there are any, name every module and nothing else. */
function groupProblems(manifest: Manifest, groups: readonly Group[]): readonly Problem[] {
  const modules = Object.keys(manifest.components.module);
  const named = groups.flatMap((group) => group.modules);
  const missing = named.length === 0 ? [] : modules.filter((id) => !named.includes(id));
  const different = [...missing, ...named.filter((id) => !modules.includes(id))];
  const at = manifest.generalCodeFiles.groups;
  return different.map((id) =>
    problem('unknown-reference', at, `and the modules differ in "${id}"`),
  );
}
