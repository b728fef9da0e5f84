/** @module `kolvera certify`: a line for each promise as it is checked, and how to fix what is broken. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { certify, checks, faults, junit, type Report, type Result } from '@kolvera/certify';
import { CommandError, Unsuccessful } from '../command-error.ts';
import { printable } from '../printable.ts';
import { type Printer, printer } from '../printer.ts';
import { readText } from '../read-file.ts';
import type { SecretOptions } from '../secret-options.ts';
import { announceSecret, usedSecrets } from '../secrets.ts';
import type { Surroundings } from '../surroundings.ts';
import { waiting } from '../waiting.ts';

export interface CertifyCommandOptions extends SecretOptions {
  readonly counter?: string;
  readonly source?: readonly string[];
  readonly junit?: string;
  readonly load: number;
  readonly answerWithin: number;
  readonly json?: boolean;
}

/**
 * @throws Unsuccessful when a promise is broken, or on Ctrl-C; CommandError
 *   `unwritable_file`, `unreadable_file`; CounterError, SignatureError as `certify`.
 */
export async function certifyEndpoint(
  around: Surroundings,
  url: string,
  options: CertifyCommandOptions,
): Promise<void> {
  const out = printer(around, options);
  const used = usedSecrets(options, around);
  const announced = announceSecret(used);
  if (announced !== undefined) out.note(announced);
  const [secret = ''] = used.secrets;
  const { interrupted } = around;

  let checked = 0;
  const showNext = () => waiting(around, checks[checked]?.promise ?? '');
  let done = showNext();
  let report: Report;
  try {
    report = await certify({
      url,
      secret,
      ...(options.counter !== undefined && { counter: options.counter }),
      source: (options.source ?? []).map((path) => ({ path, text: readText(around.cwd, path) })),
      load: options.load,
      answerWithinMs: options.answerWithin,
      signal: interrupted,
      onResult(result) {
        done();
        if (!out.json) around.stdout.write(`${lineOf(result, out)}\n`);
        checked += 1;
        done = showNext();
      },
    });
  } catch (error) {
    if (interrupted.aborted) throw new Unsuccessful();
    throw error;
  } finally {
    done();
  }
  if (options.junit !== undefined) writeReport(resolve(around.cwd, options.junit), junit(report));
  out.result(`\n${summaryOf(report, out)}`, asData(report));
  if (!report.certified) throw new Unsuccessful();
}

const MARKS = { kept: ['green', '✓'], broken: ['red', '✗'], unseen: ['yellow', '?'] } as const;

function lineOf({ promise, finding, ms }: Result, { paint }: Printer): string {
  const [style, mark] = MARKS[finding.outcome];
  const line = `${paint(style, mark)} ${promise}`;
  switch (finding.outcome) {
    case 'kept':
      return `${line}  ${paint('dim', `${Math.round(ms)} ms`)}`;
    case 'unseen':
      return `${line}\n    ${paint('dim', `Not tested: ${finding.why}`)}`;
    case 'broken': {
      const { what, remedy } = faults[finding.fault];
      const evidence = printable(finding.evidence);
      return `${line}\n    ${what}\n    ${paint('dim', `Seen: ${evidence}.`)}\n    Fix: ${remedy}`;
    }
  }
}

function summaryOf({ certified, results }: Report, { paint }: Printer): string {
  const count = (outcome: keyof typeof MARKS) =>
    results.filter(({ finding }) => finding.outcome === outcome).length;
  const left = checks.length - results.length;
  const counts = [
    `${count('kept')} kept`,
    `${count('broken')} broken`,
    `${count('unseen')} not tested`,
    ...(left > 0 ? [`${left} skipped`] : []),
  ].join(', ');
  const verdict = certified ? paint('green', 'Certified') : paint('red', 'Not certified');
  return `${verdict}: ${counts}.`;
}

/** The report, with the text of each fault. */
function asData(report: Report) {
  return {
    ...report,
    results: report.results.map((result) => ({
      ...result,
      ms: Math.round(result.ms),
      finding:
        result.finding.outcome === 'broken'
          ? { ...result.finding, ...faults[result.finding.fault] }
          : result.finding,
    })),
  };
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    throw new CommandError('unwritable_file', `Cannot write ${file}.`);
  }
}
