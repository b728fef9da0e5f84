/** @module Declares what the documents' examples leave out. */
import type { IncomingMessage } from 'node:http';
import type { KolveraEvent, UnknownEvent } from '@kolvera/event-schema';
import type { Receiver } from '@kolvera/receiver';
import type { createPostgresStore } from '@kolvera/receiver/postgres';

declare global {
  const rawBody: Buffer;
  const request: IncomingMessage;
  const secret: string;
  const url: string;
  const pool: Parameters<typeof createPostgresStore>[0];
  const receiver: Receiver;
  const stored: { secret?: string };
  const entered: { secret?: string };
  const meter: {
    createHistogram(
      name: string,
      options: { unit: string },
    ): { record(value: number, attributes: Record<string, string>): void };
  };
  function respond(status: number, code?: string): void;
  function handle(event: KolveraEvent | UnknownEvent): void;
  function addToCrm(contact: unknown, options: { signal: AbortSignal }): Promise<void>;
}
