import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { events } from '../src/catalogue.ts';
import { ideas } from '../src/ideas.ts';
import { imaginaryEvent, withImaginaryEvent } from '../src/testing.ts';
import { asyncApiFile, printAsyncApi } from './asyncapi.ts';
import { printEventPage } from './event-page.ts';
import { eventReferenceFile, printEventReference } from './event-reference.ts';
import { ideasFile, printIdeas } from './ideas-document.ts';
import { knownEventsFile, printKnownEvents } from './known-events.ts';
import { pythonText, typeName, typeScriptText } from './type-text.ts';

/** Compilers and the parser take seconds, and more on a busy machine. */
const PARSE_TIMEOUT = 240_000;

const stale = 'is stale: run npm run generate -w @kolvera/event-schema';

test.each<[string, URL, string]>([
  ['src/generated/known-events.ts', knownEventsFile, printKnownEvents(events)],
  ['docs/events.md', eventReferenceFile, printEventReference(events)],
  ['asyncapi.yaml', asyncApiFile, printAsyncApi(events)],
  ['docs/ideas.md', ideasFile, printIdeas()],
])('%s is what the catalogue gives', (name, file, expected) => {
  expect(readFileSync(file, 'utf8'), `${name} ${stale}`).toBe(expected);
});

test('an imaginary event appears in all of them', () => {
  const { name } = imaginaryEvent;
  expect(printKnownEvents(withImaginaryEvent())).toContain(`'${name}',`);
  const reference = printEventReference(withImaginaryEvent());
  expect(reference).toContain('## campaign.paused\n\n**Campaign Paused** (Campaign).');
  expect(reference).toContain('[campaign.paused](#campaignpaused)');
  expect(reference).toContain('| `data.waiting[].contacts` | Waiting Contacts | list of integer |');
  const page = printEventPage(imaginaryEvent);
  expect(page).toContain('| `data.waiting[].contacts` | Waiting Contacts | list of integer |');
  expect(page).toContain('"reason": "The inbox reached its daily limit."');
});

test('the types to copy compile, and fit the samples', { timeout: PARSE_TIMEOUT }, async () => {
  const all = [...events, imaginaryEvent];
  const typeScript = all.map((event) => {
    const type = typeName(event.name);
    return `${typeScriptText(event)}\nexport const a${type}: ${type} = ${JSON.stringify(event.sample)};`;
  });
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-types-'));
  try {
    writeFileSync(join(folder, 'types.ts'), typeScript.join('\n'));
    const program = ts.createProgram([join(folder, 'types.ts')], { strict: true, types: [] });
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const python = await requireDebianPackage('python3', 'python3');
  const { stderr } = spawnSync(python, ['-c', all.map(pythonText).join('\n')], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
});

test.each([
  ['as it is', events],
  ['with an event more', withImaginaryEvent()],
])('the AsyncAPI document is valid %s', { timeout: PARSE_TIMEOUT }, async (_, catalogue) => {
  const { document, errors } = await parse(printAsyncApi(catalogue));
  expect(errors).toEqual([]);
  expect(document?.messages().map((message) => message.name())).toEqual(
    catalogue.map(({ name }) => name),
  );
});

test('a broken reference would be noticed', { timeout: PARSE_TIMEOUT }, async () => {
  const broken = printAsyncApi(events).replace('"#/channels/webhook"', '"#/channels/nowhere"');
  expect((await parse(broken)).errors).not.toEqual([]);
});

async function parse(yaml: string) {
  const { document, diagnostics } = await new Parser().parse(yaml);
  return { document, errors: diagnostics.filter(({ severity }) => severity === 0) };
}

test('every suggested automation is in the ideas', () => {
  const suggested = events.filter((event) => event.automationIdea).map(({ name }) => name);
  expect(ideas.map(({ event }) => event).sort()).toEqual(suggested.sort());
});
