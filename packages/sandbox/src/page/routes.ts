/** @module The settings pages: those that Kolvera has, and what only a local Kolvera can offer. */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import { databaseProblem, Problem } from '../api/problem.ts';
import { assets } from '../assets.ts';
import { connectRoutes } from './connect-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { fireRoutes } from './fire-routes.ts';
import { layout, pageHeaders } from './layout.ts';
import { type PageEnv, type PageSources, pageParts } from './page-parts.ts';
import { empty } from './parts.ts';
import { isSignedIn, requireOwnForm, signIn, signOut } from './session.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** How often a live page is sent something that shows that it is connected, in milliseconds. */
const HEARTBEAT = 20_000;

const signInForm = html`<div class="signin card"><h1>Sign in</h1>
<p>This is a local Kolvera: a stand-in for trying webhooks, with no connection to kolvera.io. Add webhooks, fire events, and inspect each delivery.</p>
<form class="stack" method="post" action="/settings/sign-in">
<label><span>Control key <small>printed in the terminal when it started</small></span>
<input type="password" name="key" required autocomplete="current-password" autofocus></label>
<div class="actions"><button class="primary">Sign in</button></div>
</form></div>`;

/** The page's routes, to be mounted at /settings. */
export function pageRoutes(sources: PageSources): Hono<PageEnv> {
  const { account } = sources.kolvera;
  const workspace = account.workspace.name;
  const parts = pageParts(sources);
  const app = new Hono<PageEnv>();

  const askForKey = (c: Context, problem?: string) => {
    const note = problem === undefined ? undefined : ({ kind: 'error', content: problem } as const);
    return c.html(layout({ title: 'Sign in', workspace, note }, signInForm));
  };

  app.onError((error, c) => {
    const problem = error instanceof Problem ? error : databaseProblem(error);
    if (problem === undefined) throw error;
    c.status(problem.status);
    if (!isSignedIn(c, account.controlKey)) return askForKey(c, problem.message);
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
    c.status(401);
    return askForKey(c);
  });

  app.post('/sign-in', async (c) => {
    const { key } = await c.req.parseBody();
    if (signIn(c, String(key), account.controlKey)) return c.redirect('/settings/webhooks', 303);
    throw new Problem(401, 'That is not the control key.');
  });

  app.post('/sign-out', (c) => {
    signOut(c);
    return c.redirect('/settings/webhooks', 303);
  });

  app.get('/', (c) => c.redirect('/settings/webhooks'));
  app.get('/sign-in', (c) => c.redirect('/settings/webhooks'));

  app.get('/live', (c) =>
    streamSSE(c, async (stream) => {
      const end = sources.changes.listen(() => void stream.writeSSE({ event: 'change', data: '' }));
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
