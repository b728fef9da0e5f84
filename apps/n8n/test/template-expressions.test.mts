/** @module The ready workflows' expressions, evaluated by n8n's own evaluator. */
import { type EventName, sampleEvent } from '@kolvera/event-schema';
import { type INodeParameters, type INodeTypes, Workflow } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { type TemplateNode, templates } from './templates.mts';

const working = (await templates()).flatMap(({ file, workflow: { nodes } }) => {
  const [event] = nodes.flatMap(({ parameters }) => (parameters.events as EventName[]) ?? []);
  if (event === undefined) throw new TypeError(`${file} has no event`);
  return [{ file, event, expressions: nodes.flatMap(expressionsOf) }];
});

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
  const items = [{ json: json as INodeParameters }];
  return workflow.expression.getParameterValue(
    expression,
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

describe.each(working.filter(({ expressions }) => expressions.length > 0))(
  '$file',
  ({ event, expressions }) => {
    const sample = sampleEvent(event);

    test.each(expressions)('%s gives a value for the sample', (expression) => {
      const value = evaluate(expression, sample);
      expect(String(value)).toMatch(/\S/);
      expect(String(value)).not.toMatch(/null|undefined|\[object|\{\{/);
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
