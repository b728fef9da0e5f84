/** @module The routes of the page that fires events. */
import { type Context, Hono } from 'hono';
import { Problem } from '../api/problem.ts';
import { findActive } from '../api/webhook-operations.ts';
import { readInputs, readJsonData, TypedError } from './event-form.ts';
import { type FiringResult, firePage } from './fire-page.ts';
import { createFirings, WAYS, type Way } from './firings.ts';
import type { PageEnv, PageParts } from './routes.ts';

/** How many webhooks the page knows of, and of how many deliveries it tells the progress. */
const KNOWN_WEBHOOKS = 500;
const FOLLOWED = 500;

export function fireRoutes(parts: PageParts): Hono<PageEnv> {
  const { kolvera, log, notes, show } = parts;
  const { catalogue, webhooks } = kolvera;
  const firings = createFirings(kolvera, parts.forge);
  const app = new Hono<PageEnv>();

  /** @throws Problem 422 */
  function definitionOf(name: string | undefined) {
    const definition = catalogue.find((one) => one.name === name);
    if (definition === undefined)
      throw new Problem(422, `Kolvera has no event ${JSON.stringify(name)}.`);
    return definition;
  }

  function resultOf(id: string | undefined): FiringResult | undefined {
    const firing = firings.find(id);
    if (firing === undefined) return undefined;
    const followed = firing.deliveries.slice(0, FOLLOWED);
    return { firing, deliveries: followed.flatMap((one) => log.summary(one) ?? []) };
  }

  app.get('/fire', (c) => {
    const { event = catalogue[0]?.name, firing, note, way = 'valid', to = '' } = c.req.query();
    const definition = definitionOf(event);
    const { sample } = definition;
    const typed = notes.find(note)?.typed;
    const result = resultOf(firing);
    const data = typed ? typedData(definition, typed) : (result?.firing.data ?? sample.data);
    const form = {
      definition,
      data,
      json: typeof typed?.json === 'string' ? typed.json : JSON.stringify(data, null, 2),
      way: String(typed?.way ?? way),
      to: String(typed?.to ?? to),
    };
    const known = webhooks.page(KNOWN_WEBHOOKS).items;
    return show(c, 'fire', 'Fire an event', firePage(form, catalogue, known, result));
  });

  /** What was typed, as far as it can be read; the rest is the sample's. */
  function typedData(
    definition: ReturnType<typeof definitionOf>,
    typed: Readonly<Record<string, unknown>>,
  ) {
    try {
      return typed.from === 'json' ? readJsonData(typed.json) : readInputs(definition, typed);
    } catch {
      return definition.sample.data;
    }
  }

  app.post('/fire', async (c) => {
    const form = await c.req.parseBody();
    const definition = definitionOf(String(form.event));
    const way = isWay(form.way) ? form.way : 'valid';
    const to =
      typeof form.to === 'string' && form.to !== '' ? findActive(kolvera, form.to) : undefined;
    const path = `/settings/fire?${new URLSearchParams({ event: definition.name, way, to: to?.id ?? '' })}`;
    const typed = Object.fromEntries(
      Object.entries(form).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    );
    try {
      const data = form.from === 'json' ? readJsonData(form.json) : readInputs(definition, form);
      const { id } = await firings.fire(definition, data, way, to);
      return seeResult(c, path, id);
    } catch (error) {
      if (!(error instanceof TypedError)) throw error;
      return parts.leave(c, path, { kind: 'error', content: error.message, typed });
    }
  });

  app.post('/fire-all', async (c) => {
    const { id } = await firings.fireAll();
    return seeResult(c, '/settings/fire?', id);
  });

  return app;
}

function seeResult(c: Context, path: string, firing: string): Response {
  return c.redirect(`${path}&firing=${firing}`, 303);
}

function isWay(value: unknown): value is Way {
  return typeof value === 'string' && Object.hasOwn(WAYS, value);
}
