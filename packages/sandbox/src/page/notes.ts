/**
 * @module What a page says after a form was sent. Forms are answered with a redirect, so that
 * reloading repeats nothing; what is to be said waits here under a number in the address.
 */
import { randomUUID } from 'node:crypto';
import type { Html } from './layout.ts';

export interface Note {
  readonly kind: 'done' | 'error';
  readonly content: Html | string;
  /** What was typed into the form that was refused. */
  readonly typed?: Readonly<Record<string, string | readonly string[]>>;
}

/** How many notes are kept. */
const KEPT = 200;

export interface Notes {
  /** @returns the address with the note's number. */
  leave(path: string, note: Note): string;
  find(id: string | undefined): Note | undefined;
}

export function createNotes(): Notes {
  const notes = new Map<string, Note>();
  return {
    leave(path, note) {
      const id = randomUUID();
      notes.set(id, note);
      for (const oldest of notes.keys()) {
        if (notes.size <= KEPT) break;
        notes.delete(oldest);
      }
      return `${path}${path.includes('?') ? '&' : '?'}note=${id}`;
    },
    find: (id) => (id === undefined ? undefined : notes.get(id)),
  };
}
