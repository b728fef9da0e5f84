/** @module The committed definitions as a subject of the conformance suite, run by the interpreter. */
import { readFile } from 'node:fs/promises';
import type { RunningSubject, Subject } from '@kolvera/conformance';
import { events, type Fields, isObject, type KolveraEvent } from '@kolvera/event-schema';
import type { Value } from '../interpreter/iml/value.ts';
import { type Connection, type MakeOptions, startMake, type Webhook } from '../interpreter/make.ts';
import { part } from '../interpreter/section.ts';
import { sentenceCase } from '../src/app/sentence-case.ts';
import type { Parameter } from '../src/definition/parameter.ts';
import { readTree } from '../src/tree/read-tree.ts';
import { limits, limitsIfVerificationIsIgnored } from './limits.ts';

const WATCH_ALL = new URL('../app/modules/watch-all-events/', import.meta.url);

/** Shorter than Make's 40 s, so that the case of an API that hangs ends soon. */
const TIMEOUT = 5000;

/** Under the documentation's reading of `verification`. */
const subject: Subject = {
  name: 'Make (interpreter)',
  order: 4,
  guide: 'make.md',
  limits,
  parsesDates: true,
  start: ({ baseUrl }) => start(baseUrl, {}),
};

/** Should Make ignore `verification`, these promises fall, and no other. */
export const verificationIgnored: Subject = {
  ...subject,
  name: 'Make (interpreter), ignoring verification,',
  limits: { ...limits, ...limitsIfVerificationIsIgnored },
  start: ({ baseUrl }) => start(baseUrl, { verificationAnswers: false }),
};

async function start(
  baseUrl: string,
  options: Pick<MakeOptions, 'verificationAnswers'>,
): Promise<RunningSubject> {
  const make = await startMake({ files: await readTree(), timeout: TIMEOUT, ...options });
  let connection: Connection | undefined;
  let webhook: Webhook | undefined;
  let chosen: string | undefined;
  const unsubscribe = async () => {
    if (webhook) await make.removeWebhook(webhook, connection);
    webhook = undefined;
  };

  return {
    async connect(apiKey) {
      connection = await make.connect('kolvera', { apiKey }, baseUrl);
    },
    /** A webhook of the same choice is chosen again; for another choice, a new one is added. */
    async subscribe(events) {
      const choice = { events };
      if (JSON.stringify(choice) !== chosen) await unsubscribe();
      chosen = JSON.stringify(choice);
      webhook ??= await make.addWebhook('allEvents', choice, connection);
      return { url: webhook.url };
    },
    unsubscribe,
    async useSecret(webhookSecret) {
      if (webhook) make.editWebhook(webhook, { secret: webhookSecret });
    },
    // A date is written as an instant.
    received: () => byLabels(JSON.parse(JSON.stringify(make.bundles())).filter(isEvent)),
    traces: async () => make.history(),
    stop: make.close,
  };
}

/**
 * The event under the catalogue's keys, found as a user finds its fields: by the labels that the
 * module shows. The names differ where Kolvera sends a field as something else.
 */
async function byLabels(bundles: readonly KolveraEvent[]): Promise<readonly KolveraEvent[]> {
  const shown: readonly Parameter[] = JSON.parse(
    await readFile(new URL('watch-all-events.interface.iml.json', WATCH_ALL), 'utf8'),
  );
  const data = specOf(shown.find(({ name }) => name === 'data'));
  return bundles.map(({ verified: _, ...bundle }: KolveraEvent & { verified?: unknown }) => {
    const definition = events.find(({ name }) => name === bundle.event);
    if (definition === undefined) return bundle;
    return { ...bundle, data: relabelled(bundle.data, definition.data, data) } as KolveraEvent;
  });
}

function relabelled(value: unknown, fields: Fields, shown: readonly Parameter[]): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const parameter = shown.find((one) => one.name === name);
      const [key, field] =
        Object.entries(fields).find(([, { label }]) => sentenceCase(label) === parameter?.label) ??
        [];
      if (key === undefined || field?.type !== 'object') return [key ?? name, inner];
      return [key, relabelled(inner, field.fields, specOf(parameter))];
    }),
  );
}

function specOf(parameter: Parameter | undefined): readonly Parameter[] {
  return Array.isArray(parameter?.spec) ? parameter.spec : [];
}

function isEvent(bundle: Value): bundle is Value & KolveraEvent {
  return typeof part(bundle, 'id') === 'string' && typeof part(bundle, 'event') === 'string';
}

export default subject;
