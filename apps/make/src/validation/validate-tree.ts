/** @module Whether Make would take an app's tree: each file by its schema, and all files together. */
import { isObject } from '@kolvera/event-schema';
import { MANIFEST } from '../tree/app-files.ts';
import {
  anything,
  arrayOf,
  type Check,
  object,
  type Problem,
  problem,
  recordOf,
  text,
} from './check.ts';
import { baseRules, incomingRules, requestRules } from './communication-rules.ts';
import { manifestRules } from './manifest-rules.ts';
import { parameterRules } from './parameter-rules.ts';

const groupRules = arrayOf(object({ label: text(1), modules: arrayOf(text(1)) }));
const scopeRules = arrayOf(text(1, 512));

/** The rules of a section, by its component and its name in the manifest. */
const sectionRules: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  connection: { communication: requestRules, params: parameterRules },
  rpc: { communication: requestRules, params: parameterRules },
  webhook: {
    communication: incomingRules,
    params: parameterRules,
    attach: requestRules,
    detach: requestRules,
    requiredScope: scopeRules,
  },
  module: {
    communication: requestRules,
    staticParams: parameterRules,
    mappableParams: parameterRules,
    interface: parameterRules,
    samples: recordOf(anything),
  },
};

/**
 * @param files every file's path (relative to the app's folder) and text.
 * @returns what Make would refuse; nothing when the app is right.
 */
export function validateTree(files: ReadonlyMap<string, string>): readonly Problem[] {
  const manifest = json(files.get(MANIFEST) ?? 'null');
  const wrong = manifestRules(manifest, MANIFEST);
  if (wrong.length > 0) return wrong;

  const listed = [...listedFiles(manifest)];
  const paths = new Set([MANIFEST, ...listed.map(({ path }) => path)]);
  return [
    ...listed.flatMap(({ path, check }) => {
      const content = files.get(path);
      if (content === undefined) return problem('missing-file', path, 'is not there');
      return check(path.endsWith('.md') ? content : json(content), path);
    }),
    ...[...files.keys()]
      .filter((path) => !paths.has(path))
      .flatMap((path) => problem('unlisted-file', path, 'is not in the manifest')),
    ...references(manifest),
    ...rpcs(manifest, files),
    ...grouped(manifest, json(files.get('modules/groups.json') ?? '[]')),
  ];
}

/** Every file that the manifest names, with the rules for it. */
function* listedFiles(manifest: unknown): Generator<{ path: string; check: Check }> {
  const general: Readonly<Record<string, Check>> = {
    base: baseRules,
    groups: groupRules,
    readme: text(1),
  };
  for (const [name, check] of Object.entries(general)) {
    const path = at(manifest, 'generalCodeFiles', name);
    if (typeof path === 'string') yield { path, check };
  }
  for (const [type, rules] of Object.entries(sectionRules)) {
    for (const [id, entry] of entries(at(manifest, 'components', type))) {
      for (const [section, path] of entries(at(entry, 'codeFiles'))) {
        const check = rules[section] ?? unknownSection(`${type} ${id}`, section);
        if (typeof path === 'string') yield { path, check };
      }
    }
  }
}

function unknownSection(component: string, section: string): Check {
  return (_, path) => problem('unknown-key', path, `is the ${section} of the ${component}`);
}

/** Links lead to components that exist; labels, by which a deployment matches, are unique. */
function references(manifest: unknown): readonly Problem[] {
  return Object.keys(sectionRules).flatMap((type) => {
    const components = entries(at(manifest, 'components', type));
    const labels = components.map(([, entry]) => at(entry, 'label'));
    return components.flatMap(([id, entry], index) => {
      const where = `${MANIFEST}.components.${type}.${id}`;
      const needsWebhook = at(entry, 'moduleType') === 'instant_trigger';
      return [
        ...(['connection', 'webhook'] as const).flatMap((link) => {
          const target = at(entry, link);
          const isMissing = link === 'webhook' && needsWebhook && typeof target !== 'string';
          const leads = typeof target !== 'string' || at(manifest, 'components', link, target);
          return leads && !isMissing
            ? []
            : problem('unknown-reference', where, `has the ${link} "${target}"`);
        }),
        ...(labels.indexOf(labels[index]) === index
          ? []
          : problem('label-taken', where, `has another ${type}'s label "${labels[index]}"`)),
      ];
    });
  });
}

/** A form names RPCs that exist. */
function rpcs(manifest: unknown, files: ReadonlyMap<string, string>): readonly Problem[] {
  return [...files].flatMap(([path, content]) =>
    [...content.matchAll(/"rpc:\/\/(\w+)"/gu)].flatMap(([, id = '']) =>
      at(manifest, 'components', 'rpc', id) === undefined
        ? problem('unknown-reference', path, `asks the RPC "${id}"`)
        : [],
    ),
  );
}

/** Groups name modules that exist; used at all, they name every module. */
function grouped(manifest: unknown, groups: unknown): readonly Problem[] {
  const modules = entries(at(manifest, 'components', 'module')).map(([id]) => id);
  const named = (Array.isArray(groups) ? groups : []).flatMap((group) =>
    entries(at(group, 'modules')).map(([, id]) => id),
  );
  const missing = named.length === 0 ? [] : modules.filter((id) => !named.includes(id));
  return [...named.filter((id) => !modules.includes(String(id))), ...missing].flatMap((id) =>
    problem('unknown-reference', 'modules/groups.json', `"${id}" is only in one of both`),
  );
}

function json(content: string): unknown {
  return JSON.parse(content);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(Object(value));
}
