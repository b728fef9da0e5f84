/** @module The routes of the Connect page and its API keys. */
import { Hono } from 'hono';
import { Problem } from '../api/problem.ts';
import { connectPage } from './connect-page.ts';
import type { PageEnv, PageParts } from './page-parts.ts';

const LONGEST_NAME = 80;

export function connectRoutes({ kolvera, apiKeys, show, leave }: PageParts): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.get('/connect', (c) => {
    const baseUrl = `${new URL(c.req.url).origin}/v1`;
    const secret = kolvera.webhooks.page(1).items[0]?.secret;
    const { apiKey } = kolvera.account;
    return show(c, 'connect', 'Connect', connectPage({ baseUrl, apiKey, secret }, apiKeys.all()));
  });

  app.post('/keys', async (c) => {
    const { name } = await c.req.parseBody();
    if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME) {
      throw new Problem(422, `Enter a name of at most ${LONGEST_NAME} characters.`);
    }
    apiKeys.create(name.trim(), kolvera.now());
    return leave(c, '/settings/connect', { kind: 'done', content: 'The key was created.' });
  });

  app.post('/keys/:id/revoke', (c) => {
    apiKeys.revoke(c.req.param('id'));
    return leave(c, '/settings/connect', { kind: 'done', content: 'The key was revoked.' });
  });

  return app;
}
