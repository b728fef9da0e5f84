/** @module Errors as RFC 9457 problem details. */
import { STATUS_CODES } from 'node:http';
import { DatabaseError } from '../store/database-error.ts';

type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 507;

/** An error that becomes a response with a problem document. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: ProblemStatus;
  readonly extensions: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param detail a sentence for the user: what is wrong, and what to do next.
   * @param extensions further members of the document.
   */
  constructor(
    status: ProblemStatus,
    detail: string,
    extensions: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = status;
    this.extensions = extensions;
    this.headers = headers;
  }

  toResponse(): Response {
    const { status, message, extensions, headers } = this;
    return Response.json(
      { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, ...extensions },
      { status, headers: { 'content-type': 'application/problem+json', ...headers } },
    );
  }
}

/** The problem of a full disk or a damaged database; undefined for any other error. */
export function databaseProblem(error: unknown): Problem | undefined {
  if (!(error instanceof DatabaseError)) return undefined;
  return new Problem(error.code === 'disk_full' ? 507 : 500, error.message);
}
