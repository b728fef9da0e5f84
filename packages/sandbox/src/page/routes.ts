/** @module The settings pages: what Kolvera's own do by hand, and what a local one can do besides. */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import type { Kolvera } from '../api/operation.ts';
import { databaseProblem, Problem } from '../api/problem.ts';
import { assets } from '../assets.ts';
import type { Changes } from '../changes.ts';
import type { Answer } from '../delivery/post.ts';
import type { Forgery } from '../forge.ts';
import type { ApiKeyStore } from '../store/api-keys.ts';
import type { DeliveryLog } from '../store/delivery-log.ts';
import type { Keep } from '../store/prune.ts';
import { connectRoutes } from './connect-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { fireRoutes } from './fire-routes.ts';
import { type Html, layout, pageHeaders, type Tab } from './layout.ts';
import { createNotes, type Note, type Notes } from './notes.ts';
import { empty } from './parts.ts';
import { isSignedIn, requireOwnForm, signIn, signOut } from './session.ts';
import { webhookRoutes } from './webhook-routes.ts';

export type PageEnv = { Bindings: HttpBindings };

/** What the pages show and change. */
export interface PageParts {
  readonly kolvera: Kolvera;
  readonly apiKeys: ApiKeyStore;
  readonly log: DeliveryLog;
  readonly changes: Changes;
  readonly notes: Notes;
  /** Sends a hostile request, which no log keeps. */
  forge(forgery: Forgery): Promise<Answer>;
  prune(keep: Keep): Promise<number>;
  /** Answers with a page, and with the note whose number is in the address. */
  show(c: Context, tab: Tab, title: string, content: Html): Response | Promise<Response>;
  /** Answers a form: goes to a page, which says the note. */
  leave(c: Context, path: string, note: Note): Response;
}

/** How often a live page is sent something, so that it knows that it still is, in milliseconds. */
const HEARTBEAT = 20_000;

const signInForm = html`<div class="signin card"><h1>Sign in</h1>
<p>This is a local Kolvera: a stand-in for trying webhooks, with no connection to kolvera.io. Here you add webhooks, fire events, and see what became of each delivery.</p>
<form class="stack" method="post" action="/settings/sign-in">
<label><span>Control key <small>printed in the terminal where it was started</small></span>
<input type="password" name="key" required autocomplete="current-password" autofocus></label>
<div class="actions"><button class="primary">Sign in</button></div>
</form></div>`;

/** The page's routes, to be mounted at /settings. */
export function pageRoutes(
  given: Pick<PageParts, 'kolvera' | 'apiKeys' | 'log' | 'changes' | 'forge' | 'prune'>,
): Hono<PageEnv> {
  const { kolvera, changes } = given;
  const { account } = kolvera;
  const workspace = account.workspace.name;
  const notes = createNotes();
  const app = new Hono<PageEnv>();

  const parts: PageParts = {
    ...given,
    notes,
    show: (c, tab, title, content) =>
      c.html(layout({ title, tab, workspace, note: notes.find(c.req.query('note')) }, content)),
    leave: (c, path, note) => c.redirect(notes.leave(path, note), 303),
  };

  const askForKey = (c: Context, note?: Note) =>
    c.html(layout({ title: 'Sign in', workspace, note }, signInForm), 401);

  app.onError((error, c) => {
    const problem = error instanceof Problem ? error : databaseProblem(error);
    if (problem === undefined) throw error;
    c.status(problem.status);
    if (!isSignedIn(c, account.controlKey)) {
      const note = { kind: 'error', content: problem.message } as const;
      return c.html(layout({ title: 'Sign in', workspace, note }, signInForm));
    }
    const title = problem.status === 404 ? 'Not found' : 'That did not work';
    const back = html`<a class="button" href="/settings/webhooks">Back to the webhooks</a>`;
    const content = html`<section class="card">${empty('failed', 'h1', title, problem.message, back)}</section>`;
    return c.html(layout({ title, tab: 'webhooks', workspace }, content));
  });

  for (const { path, type, content } of assets) {
    app.get(path.replace('/settings', ''), (c) =>
      c.body(new Uint8Array(content), 200, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      }),
    );
  }

  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
    if (c.req.method === 'POST') requireOwnForm(c);
    if (isSignedIn(c, account.controlKey) || c.req.path === '/settings/sign-in') return next();
    return askForKey(c);
  });

  app.post('/sign-in', async (c) => {
    const { key } = await c.req.parseBody();
    if (signIn(c, String(key), account.controlKey)) return c.redirect('/settings/webhooks', 303);
    return askForKey(c, { kind: 'error', content: 'That is not the control key.' });
  });

  app.post('/sign-out', (c) => {
    signOut(c);
    return c.redirect('/settings/webhooks', 303);
  });

  app.get('/', (c) => c.redirect('/settings/webhooks'));
  app.get('/sign-in', (c) => c.redirect('/settings/webhooks'));

  app.get('/live', (c) =>
    streamSSE(c, async (stream) => {
      const end = changes.listen(() => void stream.writeSSE({ event: 'change', data: '' }));
      stream.onAbort(end);
      while (!stream.aborted) {
        await stream.writeSSE({ event: 'alive', data: '' });
        await stream.sleep(HEARTBEAT);
      }
    }),
  );

  return app
    .route('/', webhookRoutes(parts))
    .route('/', fireRoutes(parts))
    .route('/', deliveryRoutes(parts))
    .route('/', connectRoutes(parts));
}
