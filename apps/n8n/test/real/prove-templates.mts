/** @module The ready workflows, as a user imports them, and what hostile values make of them. */
import assert from 'node:assert/strict';
import { type EventName, sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import {
  type TemplateNode,
  type TemplateWorkflow,
  template,
  templates,
} from '../../scripts/templates.mts';
import type { Proof } from './proof.mts';
import { post } from './signed-delivery.mts';
import { type Stage, targetOf } from './stage.mts';

const TRIGGER = 'n8n-nodes-kolvera.kolveraTrigger';
const WITHOUT_PACKAGE = 'without-the-package.json';
const SECRET = 'whsec_pasted_by_a_person';

/** Reads as a call of everybody, a link, a formula, an expression, markup and a path. */
const HOSTILE = '<!channel> =1+1 {{ $execution.id }} "\'`\\ ../..?x=1#&amp; <b>\n> ٠\u202e';

/** Other services' nodes: their parameters are evaluated, but no request is sent. */
const OTHERS = /\.(hubspot|slack|googleSheets|postgres|executeWorkflow)$/;

export async function proveTemplates(stage: Stage, prove: Proof): Promise<void> {
  const { n8n } = stage;
  const nodeTypes = await n8n.nodeTypes();
  for (const { file, workflow } of await templates()) {
    await prove(`the template ${file} is imported as it is, with the newest nodes`, async () => {
      const id = await n8n.createWorkflow(workflow);
      const stored = await n8n.workflow(id);
      assert.deepEqual(stored.nodes.map(withoutWebhookId), workflow.nodes);
      assert.deepEqual(stored.connections, workflow.connections);
      for (const { type, typeVersion, parameters } of workflow.nodes) {
        const known = nodeTypes.filter(({ name }) => name === type);
        const names = known.flatMap(({ properties }) => properties.map(({ name }) => name));
        const unknown = Object.keys(parameters).filter((name) => !names.includes(name));
        assert.deepEqual(unknown, [], `${type} has no such parameters`);
        const newest = Math.max(...known.flatMap(({ version }) => version));
        assert.equal(typeVersion, newest, `${type} has a newer version`);
      }
    });
  }
  for (const { file, workflow } of await templates()) {
    if (file === WITHOUT_PACKAGE) continue;
    await prove(`${file} runs to its end for the sample, hostile and empty values`, () =>
      runTemplate(stage, workflow),
    );
  }
  await prove(`${WITHOUT_PACKAGE} starts its steps for what Kolvera signed, and nothing else`, () =>
    runWithoutPackage(stage),
  );
}

async function runTemplate(stage: Stage, workflow: TemplateWorkflow): Promise<void> {
  const { n8n, credentialId } = stage;
  const chosen = workflow.nodes.find(({ type }) => type === TRIGGER)?.parameters.events;
  const [event = ''] = chosen as readonly string[];
  const id = await n8n.createWorkflow({
    ...workflow,
    nodes: workflow.nodes.map((node) => {
      if (node.type === TRIGGER) {
        return { ...node, credentials: { kolveraApi: { id: credentialId, name: 'Kolvera' } } };
      }
      return OTHERS.test(node.type) ? evaluatingNode(node) : node;
    }),
  });
  assert.equal((await n8n.publish(id)).error, null);
  try {
    const sample = sampleEvent((event === '*' ? 'contact.created' : event) as EventName);
    const bodies = [
      { ...sample, id: 'evt_sample' },
      { ...sample, id: 'evt_hostile', data: hostile(sample.data) },
      { ...sample, id: 'evt_empty', data: emptied(sample.data) },
    ];
    for (const body of bodies) {
      assert.equal(await post(targetOf(stage), JSON.stringify(body)), '200 accepted');
    }
    const runs = await n8n.runsOf(id, bodies.length);
    assert.deepEqual(
      runs.map(({ status }) => status),
      bodies.map(() => 'success'),
    );
    const [good, bad, empty] = runs.map(({ outputs }) => outputs);
    const evaluated = workflow.nodes.filter(({ type }) => OTHERS.test(type));
    for (const { name } of evaluated) {
      assert.ok(good?.has(name), `${name} did not run for the sample`);
      // What was sent stays data: n8n evaluates no expression in it.
      const told = JSON.stringify(bad?.get(name) ?? []);
      assert.ok(!/=1\+1 \d/.test(told), `${name} evaluated what was sent: ${told}`);
      const left = JSON.stringify(empty?.get(name) ?? []);
      assert.ok(!/undefined|\[object/.test(left), `${name} was told ${left}`);
    }
    // HubSpot's node puts the address into a path: what is none must not come so far.
    for (const { name, parameters } of evaluated) {
      if ('email' in parameters) assert.equal(bad?.has(name), false, `${name} got a bad address`);
    }
  } finally {
    await n8n.unpublish(id);
  }
}

/** Puts out what the node's expressions come to, and what later steps read from its service. */
function evaluatingNode(node: TemplateNode): object {
  const evaluated = expressionsIn(node.parameters).map(([path, value]) => ({
    id: path,
    name: path,
    value,
    type: 'string',
  }));
  const eventId = "={{ $('Kolvera Trigger').item.json.id }}";
  const returned = [
    { id: 'event_id', name: 'event_id', value: eventId, type: 'string' },
    { id: 'vid', name: 'vid', value: 51, type: 'number' },
  ];
  return {
    ...node,
    type: 'n8n-nodes-base.set',
    typeVersion: 3.5,
    parameters: {
      assignments: { assignments: [...evaluated, ...returned] },
      options: { dotNotation: false, ignoreConversionErrors: true },
    },
  };
}

/** All texts that n8n evaluates, by where they are. */
function expressionsIn(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return value.startsWith('=') ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => expressionsIn(one, `${path}/${key}`));
}

async function runWithoutPackage(stage: Stage): Promise<void> {
  const { n8n, server } = stage;
  const { workflow } = await template(WITHOUT_PACKAGE);
  const crypto = {
    id: await n8n.createCredentialOf('crypto', { hmacSecret: SECRET }),
    name: 'crypto',
  };
  const id = await n8n.createWorkflow({
    ...workflow,
    nodes: workflow.nodes.map((node) =>
      node.type === 'n8n-nodes-base.crypto' ? { ...node, credentials: { crypto } } : node,
    ),
  });
  assert.equal((await n8n.publish(id)).error, null);
  try {
    const url = `${server.origin}/webhook/kolvera-events`;
    // Written as no JSON library writes it: the exact bytes count.
    const event = { ...sampleEvent('contact.created'), note: 'Zoë\u2028' };
    const body = JSON.stringify(event, null, 3);
    assert.equal(await post({ url, secret: SECRET }, body), '200 accepted');
    assert.equal(await post({ url, secret: 'another' }, body), '401 unverified');
    for (const signature of ['', sign(`${body} `, SECRET), `${sign(body, SECRET)}00`]) {
      assert.equal(await post({ url, secret: SECRET }, body, signature), '401 unverified');
    }
    assert.equal(await post({ url, secret: SECRET }, body, null), '401 unverified');
    const runs = await n8n.runsOf(id, 6);
    const read = runs.flatMap(({ outputs }) => outputs.get('Read Event') ?? []);
    assert.deepEqual(read, [event]);
  } finally {
    await n8n.unpublish(id);
  }
}

/** The data with every text hostile. */
function hostile(value: unknown): unknown {
  if (typeof value === 'string') return HOSTILE;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hostile(one)]));
}

/** The data with every field null, as all of them may be. */
function emptied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, emptied(one)]));
}

/** n8n gives each imported trigger its own webhook URL. */
function withoutWebhookId(node: object): object {
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'webhookId'));
}
