import { eventFields, events } from '@kolvera/event-schema';
import { describe, expect, test } from 'vitest';
import { type TemplateNode, templates } from '../scripts/templates.mts';

const TRIGGER = 'n8n-nodes-kolvera.kolveraTrigger';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const WEBHOOK = 'n8n-nodes-base.webhook';
const every = await templates();
/** Those that start with our node. */
const all = every.filter(({ workflow }) => trigger(workflow.nodes) !== undefined);

function trigger(nodes: readonly TemplateNode[]): TemplateNode | undefined {
  return nodes.find(({ type }) => type === TRIGGER);
}

function chosenEvents(nodes: readonly TemplateNode[]): readonly string[] {
  return trigger(nodes)?.parameters.events as readonly string[];
}

/** An event's own templates are its automation idea. */
const ofOneEvent = all.flatMap(({ workflow }) => chosenEvents(workflow.nodes)).filter(isEventName);

function isEventName(name: string): boolean {
  return events.some((event) => event.name === name);
}

test('each published automation idea has its template', () => {
  const ideas = events.flatMap((event) =>
    'automationIdea' in event && event.automationIdea !== undefined ? [event.name] : [],
  );
  expect([...ofOneEvent].sort()).toEqual(ideas.sort());
});

describe.each(all)('$file', ({ file, text, workflow: { nodes } }) => {
  test('starts with the trigger, for the event that names the file', () => {
    const [event = '', ...others] = chosenEvents(nodes);
    expect(others).toEqual([]);
    const name = event === '*' ? 'any-event' : event;
    expect(event === '*' || isEventName(event)).toBe(true);
    expect(file.startsWith(`${name.replaceAll('.', '-')}-to-`)).toBe(true);
  });

  test('uses only fields that the event has', () => {
    const [event] = chosenEvents(nodes);
    const definition = events.find(({ name }) => name === event);
    const fields = new Set(
      definition &&
        eventFields(definition).flatMap(({ path }) =>
          path.map((_, index) => path.slice(0, index + 1).join('.')),
        ),
    );
    const used = [...text.matchAll(/json\.(data(?:\??\.\w+)+)/g)].map(([, path = '']) =>
      path.replaceAll('?', '').replace(/\.(replaceAll|replace|trim)$/, ''),
    );
    expect(used.filter((path) => !fields.has(path))).toEqual([]);
  });
});

describe.each(every)('$file', ({ workflow }) => {
  const { nodes, connections } = workflow;

  test('connects its first node with every other one', () => {
    const first = trigger(nodes) ?? nodes.find(({ type }) => type === WEBHOOK);
    const reached = new Set([first?.name]);
    for (const name of reached) {
      const next = connections[name ?? '']?.main.flat() ?? [];
      for (const { node } of next) reached.add(node);
    }
    const working = nodes.filter(({ type }) => type !== STICKY_NOTE);
    expect([...reached].sort()).toEqual(working.map(({ name }) => name).sort());
  });

  test('explains itself in sticky notes: what it does, and how it is set up', () => {
    const notes = nodes
      .filter(({ type }) => type === STICKY_NOTE)
      .map(({ parameters }) => String(parameters.content));
    expect(notes[0]).toContain(workflow.name);
    expect(notes[0]).toMatch(/### Set up\n1\. /);
    expect(notes.length).toBe(nodes.length - notes.length);
  });

  test('holds no credential and no address of an n8n', () => {
    const { pinData: _, ...rest } = { pinData: {}, ...workflow };
    expect(JSON.stringify(rest)).not.toMatch(/"credentials"|webhookId|instanceId|https?:/);
  });
});
