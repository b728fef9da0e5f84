/** @module The ready workflows' expressions, evaluated by n8n's own evaluator. */
import { type EventName, sampleEvent } from '@kolvera/event-schema';
import { type INodeParameters, type INodeTypes, Workflow } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { type TemplateNode, templates } from '../scripts/templates.mts';

const TRIGGERS_ITEM = "$('Kolvera Trigger').item.json";

const working = (await templates()).flatMap(({ file, workflow: { nodes } }) => {
  const [chosen] = nodes.flatMap(({ parameters }) => (parameters.events as string[]) ?? []);
  // In the one without our node, what is evaluated is the request.
  if (chosen === undefined) return [];
  const event = (chosen === '*' ? 'contact.created' : chosen) as EventName;
  return [{ file, event, expressions: nodes.flatMap(expressionsOf) }];
});

/** What the nodes before give beside the event: a contact's ID in HubSpot, a row's in PostgreSQL. */
const fromOtherNodes = { vid: 51, event_id: 'evt_1' };

/** All texts of a node that n8n evaluates: those that begin with an equals sign. */
function expressionsOf({ parameters }: TemplateNode): readonly string[] {
  const texts: string[] = [];
  JSON.stringify(parameters, (_, value: unknown) => {
    if (typeof value === 'string' && value.startsWith('=')) texts.push(value);
    return value;
  });
  return texts;
}

function evaluate(expression: string, json: object): unknown {
  const nodeTypes = {
    getByNameAndVersion: () => ({ description: { properties: [] } }),
  } as unknown as INodeTypes;
  const node = {
    id: '1',
    name: 'Node',
    type: 'node',
    typeVersion: 1,
    position: [0, 0] as [number, number],
    parameters: {},
  };
  const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
  const items = [{ json: { ...fromOtherNodes, ...json } as INodeParameters }];
  return workflow.expression.getParameterValue(
    expression.replaceAll(TRIGGERS_ITEM, '$json'),
    null,
    0,
    0,
    node.name,
    items,
    'manual',
    {},
  );
}

/** The event with every field of its data emptied, as all of them are assumed to be nullable. */
function emptied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, emptied(one)]));
}

test('in Slack, a name or a reply makes no mention and no link', () => {
  const [text = ''] = working
    .filter(({ event }) => event === 'campaign.email.replied')
    .flatMap(({ expressions }) => expressions);
  const { data, ...envelope } = sampleEvent('campaign.email.replied');
  const hostile = '<!channel> & <https://evil.example|our page>\n> quoted';
  const value = evaluate(text, {
    ...envelope,
    data: {
      ...data,
      contact: { name: hostile, company: hostile },
      campaign: { name: hostile },
      reply: { body: hostile },
    },
  });
  const escaped = '&lt;!channel&gt; &amp; &lt;https://evil.example|our page&gt;';
  const inOneLine = `${escaped} &gt; quoted`;
  expect(value).toBe(
    `*${inOneLine}* (${inOneLine}) replied to _${inOneLine}_:\n> ${escaped}\n> &gt; quoted`,
  );
});

describe.each(working.filter(({ expressions }) => expressions.length > 0))(
  '$file',
  ({ event, expressions }) => {
    const sample = sampleEvent(event);

    test.each(expressions)('%s gives a value for the sample', (expression) => {
      const value = evaluate(expression, sample);
      const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
      expect(shown).toMatch(/\S/);
      expect(shown).not.toMatch(/null|undefined|\[object|\{\{/);
    });

    test.each(expressions)(
      '%s shows no "null" and no gap to a reader when fields are empty',
      (expression) => {
        for (const data of [emptied(sample.data), {}]) {
          const value = evaluate(expression, { ...sample, data });
          if (typeof value === 'string') expect(value).not.toMatch(/null|undefined|\(\)|\*\*|__/);
        }
      },
    );
  },
);
