/** @module What the routes of every page share. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Kolvera } from '../api/operation.ts';
import type { Changes } from '../changes.ts';
import type { EndpointResponse } from '../delivery/post.ts';
import type { Forgery } from '../forge.ts';
import type { ApiKeyStore } from '../store/api-keys.ts';
import type { Keep } from '../store/prune.ts';
import type { Html } from './html.ts';
import { layout, type Note, type Tab } from './layout.ts';
import { recentValues } from './recent.ts';

export type PageEnv = { Bindings: HttpBindings };

/** What the pages show and change. */
export interface PageSources {
  readonly kolvera: Kolvera;
  readonly apiKeys: ApiKeyStore;
  readonly changes: Changes;
  /** Sends a forged delivery, which is not logged. */
  forge(forgery: Forgery): Promise<EndpointResponse>;
  prune(keep: Keep): number;
}

/** A message for the next page, and what was typed into a form that was refused. */
export interface FormNote extends Note {
  readonly typed?: Readonly<Record<string, string | readonly string[]>>;
}

export interface PageParts extends PageSources {
  /** Responds with a page, and with the note whose ID is in the URL. */
  show(c: Context, tab: Tab, title: string, content: Html): Response | Promise<Response>;
  /**
   * Responds to a form with a redirect, so that reloading repeats nothing; the page that follows
   * shows the note.
   */
  leave(c: Context, path: string, note: FormNote): Response;
  /** What was typed into the form that was refused. */
  typedIn(c: Context): FormNote['typed'];
}

export function pageParts(sources: PageSources): PageParts {
  const notes = recentValues<FormNote>();
  const workspace = sources.kolvera.account.workspace.name;
  const noteOf = (c: Context) => notes.find(c.req.query('note'));
  return {
    ...sources,
    show: (c, tab, title, content) =>
      c.html(layout({ title, tab, workspace, note: noteOf(c) }, content)),
    leave(c, path, note) {
      const separator = path.includes('?') ? '&' : '?';
      return c.redirect(`${path}${separator}note=${notes.add(note)}`, 303);
    },
    typedIn: (c) => noteOf(c)?.typed,
  };
}
