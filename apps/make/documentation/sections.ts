/** @module The generated sections of docs/make.md, between `<!-- generated: … -->` and `<!-- end -->`. */
import { join } from 'node:path';
import type { Catalogue } from '@kolvera/event-schema';
import { makeApp } from '../src/app/make-app.ts';
import { appFiles } from '../src/tree/app-files.ts';
import { limits, limitsIfVerificationIsIgnored } from '../test/limits.ts';
import { isVerified, payloadForms } from './payload-forms.ts';

export const DOCUMENT = join(import.meta.dirname, '../../../docs/make.md');

/** Every section's text by its name. */
function sections(catalogue: Catalogue): ReadonlyMap<string, string> {
  const app = makeApp(catalogue);
  const incoming = appFiles(app).get('webhooks/all-events/all-events.communication.iml.json');
  const communication = JSON.parse(incoming ?? 'null');
  const modules = Object.entries(app.modules).map(
    ([id, { label, description }]) => `| ${label} | \`${id}\` | ${description} |`,
  );
  const forms = payloadForms.map((form) => {
    const verdict = isVerified(communication, form) ? 'verified' : '**refused**';
    return `| ${form.form} | \`${form.example.replaceAll('\n', '⏎')}\` | ${verdict} |`;
  });
  return new Map([
    ['modules', table('Module | Id | What it does', modules)],
    ['payload forms', table('How the body is written | Example | A genuine delivery is', forms)],
    ['limits', cases('Why Make rules it out', limits)],
    ['limits if verification is ignored', cases('What follows', limitsIfVerificationIsIgnored)],
  ]);
}

function cases(head: string, reasons: Readonly<Record<string, string>>): string {
  const rows = Object.entries(reasons).map(([id, reason]) => `| \`${id}\` | ${reason} |`);
  return table(`Case of the conformance suite | ${head}`, rows);
}

function table(head: string, rows: readonly string[]): string {
  const rule = head.replaceAll(/[^|]+/gu, ' --- ');
  return [`| ${head} |`, `|${rule}|`, ...rows].join('\n');
}

/** The document with its sections generated again. @throws Error when it has no place for one. */
export function withSections(document: string, catalogue: Catalogue): string {
  return [...sections(catalogue)].reduce((text, [name, section]) => {
    const place = new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`, 'u');
    if (!place.test(text)) throw new Error(`The document has no place for the section ${name}.`);
    return text.replace(place, (_, start: string, end: string) => `${start}\n${section}\n\n${end}`);
  }, document);
}
