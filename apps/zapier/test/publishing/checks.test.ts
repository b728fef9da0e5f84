import { readFileSync } from 'node:fs';
import { withImaginaryEvent } from '@kolvera/event-schema/testing';
import { describe, expect, test } from 'vitest';
import listing from '../../listing.json' with { type: 'json' };
import { kolveraApp } from '../../src/app.ts';
import { type Submission, staticOutputFields, steps } from './app-parts.ts';
import { checks } from './checks.ts';

function submission(): Submission {
  return {
    app: kolveraApp(withImaginaryEvent()),
    listing: { ...listing },
    logo: readFileSync(new URL('../../logo.png', import.meta.url)),
  };
}

/** The first trigger, to be broken. It is shared with no other test: every app is made anew. */
function trigger({ app }: Submission) {
  const first = app.triggers.contact_created;
  if (first === undefined) throw new Error('the app has no contact_created');
  return first;
}

function action({ app }: Submission) {
  const only = app.creates.verify_webhook;
  if (only === undefined) throw new Error('the app has no verify_webhook');
  return only;
}

function apiKeyField({ app }: Submission) {
  const field = app.authentication?.fields?.[0];
  if (field === undefined) throw new Error('the app has no authentication field');
  return field;
}

/** For each check, a definition broken on purpose. */
const breakages: Record<string, readonly ((submission: Submission) => unknown)[]> = {
  D001: [
    (s) => action(s).operation.inputFields?.push({ key: 'webhook_secret' }),
    (s) => trigger(s).operation.inputFields?.push({ key: 'pin', label: 'Secret' }),
  ],
  D002: [
    (s) => Object.assign(apiKeyField(s), { helpText: 'You find it on the API page.' }),
    (s) => Object.assign(apiKeyField(s), { helpText: 'See https://kolvera.io.' }),
  ],
  D003: [
    ({ app }) => Object.assign(app.authentication ?? {}, { connectionLabel: 'Kolvera' }),
    ({ app }) => Object.assign(app.authentication ?? {}, { connectionLabel: '{{api_key}}' }),
    ({ app }) => Object.assign(app.authentication ?? {}, { connectionLabel: undefined }),
  ],
  D006: [(s) => Reflect.deleteProperty(trigger(s).operation, 'performList')],
  D007: [(s) => Object.assign(apiKeyField(s), { helpText: '[here](http://kolvera.io)' })],
  D008: [
    (s) => Object.assign(apiKeyField(s), { helpText: 'See [Kolvera(https://kolvera.io)' }),
    (s) => Object.assign(apiKeyField(s), { helpText: 'See https://kolvera.io' }),
    (s) => Object.assign(trigger(s).display, { description: 'See [this](kolvera.io)' }),
  ],
  D012: [
    (s) => Object.assign(trigger(s).operation, { sample: undefined }),
    (s) => Object.assign(action(s).operation, { sample: {} }),
  ],
  D016: [
    ({ app }) => {
      for (const { operation } of Object.values(app.triggers)) {
        Reflect.deleteProperty(operation, 'performSubscribe');
      }
    },
  ],
  D017: [
    (s) => Reflect.deleteProperty(trigger(s).operation, 'performSubscribe'),
    (s) => Reflect.deleteProperty(trigger(s).operation, 'performUnsubscribe'),
  ],
  D018: [
    (s) => Object.assign(trigger(s).display, { label: 'New contact' }),
    (s) => Object.assign(action(s).display, { label: 'the Webhook' }),
  ],
  D021: [
    (s) => Object.assign(trigger(s).display, { description: 'Fires when a contact is added.' }),
    (s) => Object.assign(trigger(s).display, { description: 'Triggers when a contact is added' }),
  ],
  D023: [
    (s) => sampleWith(s, { created_at: '01 Aug 2026' }),
    (s) => sampleWith(s, { created_at: '2026-08-01T06:50:30' }),
  ],
  D024: [
    (s) => sampleWith(s, { id: 1 }),
    (s) => trigger(s).operation.outputFields?.push({ key: 'absent', required: true }),
    (s) => trigger(s).operation.outputFields?.push({ key: 'event', type: 'integer' }),
    (s) => trigger(s).operation.outputFields?.push({ key: 'event', type: 'datetime' }),
    (s) => trigger(s).operation.outputFields?.push({ key: 'event', list: true }),
  ],
  D025: [(s) => Object.assign(apiKeyField(s), { helpText: '[here](javascript:alert(1))' })],
  D026: [
    ({ app }) => app.authentication?.fields?.push({ key: 'subdomain' }),
    (s) => Object.assign(apiKeyField(s), { inputFormat: 'https://{{input}}.kolvera.io' }),
  ],
  D028: [({ app }) => Object.assign(app, { flags: {} })],
  description: [
    (s) => Object.assign(trigger(s).display, { description: 'Triggers when Kolvera adds it.' }),
    (s) => Object.assign(trigger(s).display, { description: `Triggers when ${'it '.repeat(50)}.` }),
  ],
  updated: [
    (s) => Object.assign(s.app.triggers.contact_updated?.operation ?? {}, { inputFields: [] }),
  ],
  M002: [
    ({ listing }) => Object.assign(listing, { description: `${listing.description} For Zapier.` }),
    ({ listing }) => Object.assign(listing, { description: 'Kolvera is a tool.' }),
    ({ listing }) =>
      Object.assign(listing, { description: 'Sales intelligence for everybody who sells.' }),
  ],
  M004: [
    ({ logo }) => logo.write('JFIF', 1),
    ({ logo }) => logo.writeUInt32BE(255, 16),
    ({ logo }) => logo.writeUInt8(2, 25),
  ],
  key: [(s) => Object.assign(trigger(s), { key: 'contact.created' })],
  label: [
    (s) => Object.assign(trigger(s).display, { label: 'N' }),
    (s) => Object.assign(trigger(s).display, { label: `New ${'Contact '.repeat(8)}` }),
  ],
};

function sampleWith(of: Submission, changes: Record<string, unknown>) {
  const { operation } = trigger(of);
  Object.assign(operation, { sample: { ...operation.sample, ...changes } });
}

describe('publishing checks', () => {
  test('are all there', () => {
    expect(checks.map(({ code }) => code).join(' ')).toBe(
      'D001 D002 D003 D006 D007 D008 D012 D016 D017 D018 D021 D023 D024 D025 D026 D028 description updated M002 M004 key label',
    );
  });

  test('have the whole app to look at', () => {
    const { app } = submission();
    expect(steps(app)).toHaveLength(withImaginaryEvent().length + 2);
    expect(steps(app).filter((step) => staticOutputFields(step).length === 0)).toEqual([]);
    expect(app.authentication?.fields).toHaveLength(2);
  });

  test.each(checks)('$code: $rule', (check) => {
    expect(check.findings(submission())).toEqual([]);
  });

  test.each(
    checks.flatMap(({ code }) =>
      (breakages[code] ?? [null]).map((breakage, index) => ({ code, index, breakage })),
    ),
  )('$code notices a definition broken on purpose ($index)', ({ code, breakage }) => {
    const broken = submission();
    expect(breakage, `${code} is never shown to fail`).not.toBeNull();
    breakage?.(broken);
    expect(checks.find((check) => check.code === code)?.findings(broken)).not.toEqual([]);
  });
});
