/** @module The routes of the page that fires events. */
import type { EventDefinition } from '@kolvera/event-schema';
import { type Context, Hono } from 'hono';
import { Problem } from '../api/problem.ts';
import { findActive } from '../api/webhook-operations.ts';
import { differences, readInputs, readJsonData, TypedError } from './event-form.ts';
import { type FireForm, type FiringResult, firePage } from './fire-page.ts';
import { createFirings, type Firing, WAYS, type Way } from './firings.ts';
import type { PageEnv, PageParts } from './page-parts.ts';
import { recentValues } from './recent.ts';

type Typed = Readonly<Record<string, unknown>>;

export function fireRoutes(parts: PageParts): Hono<PageEnv> {
  const { kolvera, show, leave } = parts;
  const { catalogue, deliveries, webhooks } = kolvera;
  const { fire, fireAll } = createFirings(kolvera, parts.forge);
  const recent = recentValues<Firing>();
  const app = new Hono<PageEnv>();

  /** @throws Problem 422 */
  function definitionOf(name: unknown): EventDefinition {
    const definition = catalogue.find((one) => one.name === name);
    if (definition === undefined)
      throw new Problem(422, `Kolvera has no event ${JSON.stringify(name)}.`);
    return definition;
  }

  function resultOf(id: string | undefined): FiringResult | undefined {
    const firing = recent.find(id);
    return (
      firing && {
        firing,
        deliveries: firing.deliveries.flatMap((one) => deliveries.find(one) ?? []),
      }
    );
  }

  function page(c: Context, form: FireForm, result?: FiringResult) {
    return show(c, 'fire', 'Fire an event', firePage(form, catalogue, webhooks.all(), result));
  }

  app.get('/fire', (c) => {
    const { event = catalogue[0]?.name, firing, way = 'valid', to = '' } = c.req.query();
    const definition = definitionOf(event);
    const result = resultOf(firing);
    const typed = parts.typedIn(c);
    const data = result?.firing.data ?? definition.sample.data;
    return page(
      c,
      typed ? typedForm(definition, typed) : formOf(definition, data, way, to),
      result,
    );
  });

  // The script asks as the user types, and shows the checks and the other view of the data.
  app.post('/fire/check', async (c) => {
    const typed = await c.req.parseBody();
    return page(c, typedForm(definitionOf(typed.event), typed));
  });

  app.post('/fire', async (c) => {
    const typed = await c.req.parseBody();
    const definition = definitionOf(typed.event);
    const way = isWay(typed.way) ? typed.way : 'valid';
    const to =
      typeof typed.to === 'string' && typed.to !== '' ? findActive(kolvera, typed.to) : undefined;
    const query = new URLSearchParams({ event: definition.name, way, to: to?.id ?? '' });
    try {
      return seeResult(c, query, await fire(definition, readData(definition, typed), way, to));
    } catch (error) {
      if (!(error instanceof TypedError)) throw error;
      const content = error.message;
      return leave(c, `/settings/fire?${query}`, { kind: 'error', content, typed: texts(typed) });
    }
  });

  app.post('/fire-all', async (c) => seeResult(c, new URLSearchParams(), await fireAll()));

  function seeResult(c: Context, query: URLSearchParams, firing: Firing): Response {
    query.set('firing', recent.add(firing));
    return c.redirect(`/settings/fire?${query}`, 303);
  }

  return app;
}

function formOf(definition: EventDefinition, data: unknown, way: string, to: string): FireForm {
  const checks = differences(definition.data, data);
  return { definition, data, json: JSON.stringify(data, null, 2), checks, way, to };
}

/** The form with what was typed, as far as it can be read; the rest is the sample's. */
function typedForm(definition: EventDefinition, typed: Typed): FireForm {
  const [way, to, json] = [String(typed.way), String(typed.to), String(typed.json)];
  try {
    const form = formOf(definition, readData(definition, typed), way, to);
    return typed.from === 'json' ? { ...form, json } : form;
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return { ...formOf(definition, definition.sample.data, way, to), json, problem: error.message };
  }
}

/** @throws TypedError */
function readData(definition: EventDefinition, typed: Typed): Record<string, unknown> {
  return typed.from === 'json' ? readJsonData(typed.json) : readInputs(definition, typed);
}

function texts(typed: Typed): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
}

function isWay(value: unknown): value is Way {
  return typeof value === 'string' && Object.hasOwn(WAYS, value);
}
