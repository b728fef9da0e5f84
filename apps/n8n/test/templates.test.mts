import { eventFields, events } from '@kolvera/event-schema';
import { describe, expect, test } from 'vitest';
import { type TemplateNode, templates } from './templates.mts';

const TRIGGER = 'n8n-nodes-kolvera.kolveraTrigger';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const all = await templates();

function trigger(nodes: readonly TemplateNode[]): TemplateNode | undefined {
  return nodes.find(({ type }) => type === TRIGGER);
}

function chosenEvents(nodes: readonly TemplateNode[]): readonly string[] {
  return trigger(nodes)?.parameters.events as readonly string[];
}

test('each published automation idea has its template', () => {
  const ideas = events.flatMap((event) =>
    'automationIdea' in event && event.automationIdea !== undefined ? [event.name] : [],
  );
  expect(all.flatMap(({ workflow }) => chosenEvents(workflow.nodes)).sort()).toEqual(ideas.sort());
});

describe.each(all)('$file', ({ file, text, workflow }) => {
  const { nodes, connections } = workflow;

  test('starts with the trigger, for one event of the catalogue that names the file', () => {
    const [event, ...others] = chosenEvents(nodes);
    expect(others).toEqual([]);
    expect(events.map(({ name }) => name as string)).toContain(event);
    expect(file.startsWith(`${event?.replaceAll('.', '-')}-to-`)).toBe(true);
  });

  test('connects the trigger with every other node', () => {
    const reached = new Set([trigger(nodes)?.name]);
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

  test('uses only fields that the event has', () => {
    const [event] = chosenEvents(nodes);
    const definition = events.find(({ name }) => name === event);
    const fields = new Set(
      definition &&
        eventFields(definition).flatMap(({ path }) =>
          path.map((_, index) => path.slice(0, index + 1).join('.')),
        ),
    );
    const used = [...text.matchAll(/\$json\.((?:\w+\??\.)*\w+)/g)].map(([, path = '']) =>
      path.replaceAll('?', '').replace(/\.(replaceAll|trim)$/, ''),
    );
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((path) => !fields.has(path))).toEqual([]);
  });

  test('holds no credential, no address of an n8n and no pinned data', () => {
    expect(text).not.toMatch(/"credentials"|webhookId|instanceId|https?:/);
    expect(workflow).toHaveProperty('pinData', {});
  });
});
