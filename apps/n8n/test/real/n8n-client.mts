/** @module What a user does in n8n, over the requests that its editor and its public API take. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface CredentialData {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly webhookSecret: string;
  readonly acceptOnlyThis?: boolean;
}

export interface WorkflowJson {
  readonly name: string;
  readonly nodes: readonly object[];
  readonly connections: object;
  readonly settings?: object;
}

interface StoredWorkflow extends WorkflowJson {
  readonly id: string;
  readonly versionId: string;
  readonly staticData: unknown;
}

export interface NodeType {
  readonly name: string;
  readonly version: number | readonly number[];
  readonly properties: readonly { readonly name: string }[];
}

export interface Publication {
  readonly status: string;
  /** What the editor shows on the node when it could not be published. */
  readonly error: string | null;
}

export interface Execution {
  readonly status: string;
  /** `webhook` in production, `manual` for a test event. */
  readonly mode: string;
  /** What the trigger emitted. */
  readonly items: readonly unknown[];
}

export type N8nClient = Awaited<ReturnType<typeof signUp>>;

/** Whoever runs this n8n. */
export const OWNER = {
  email: 'owner@example.com',
  firstName: 'Olive',
  lastName: 'Owner',
  password: 'Not-a-secret-1',
};
const SCOPES = ['execution:list', 'execution:read', 'workflow:delete'];
/**
 * A process that is killed while it publishes holds the workflow for two minutes, then n8n goes on
 * (`publicationOutboxLeaseSeconds`, n8n 2.41.1); what fails is tried five times.
 */
const PUBLISHED_WITHIN_MS = 600_000;
const FINISHED_WITHIN_MS = 30_000;
/** When no further run appears for this long, none is expected. */
const QUIET_MS = 300;

/** Sets up the owner of a fresh n8n and signs in. */
export async function signUp(origin: string) {
  const setup = await fetch(`${origin}/rest/owner/setup`, post(OWNER));
  const cookie = setup.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

  async function rest<Data>(path: string, init: RequestInit = {}): Promise<Data> {
    const headers = { ...init.headers, cookie };
    const { data } = await send<{ data: Data }>(`${origin}/rest${path}`, { ...init, headers });
    return data;
  }
  const apiKeyRequest = post({ label: 'test', expiresAt: null, scopes: SCOPES });
  const { rawApiKey } = await rest<{ rawApiKey: string }>('/api-keys', apiKeyRequest);
  const api = <Data,>(path: string, init: RequestInit = {}) =>
    send<Data>(`${origin}/api/v1${path}`, { ...init, headers: { 'x-n8n-api-key': rawApiKey } });

  const credential = (data: CredentialData) => ({ name: 'Kolvera', type: 'kolveraApi', data });
  async function createCredentialOf(type: string, data: object): Promise<string> {
    return (await rest<{ id: string }>('/credentials', post({ name: 'Kolvera', type, data }))).id;
  }
  const workflow = (id: string) => rest<StoredWorkflow>(`/workflows/${id}`);

  /** Has n8n publish the newest draft. */
  async function startPublishing(id: string): Promise<void> {
    const { versionId } = await workflow(id);
    await rest(`/workflows/${id}/activate`, post({ versionId }));
  }

  /** n8n publishes and unpublishes after it has answered. */
  async function publication(id: string): Promise<Publication> {
    const deadline = Date.now() + PUBLISHED_WITHIN_MS;
    for (;;) {
      const { status, triggers } = await rest<Publication & { triggers: readonly TriggerStatus[] }>(
        `/workflows/${id}/publication-status`,
      );
      const failed = triggers.find(({ errorMessage }) => errorMessage !== null);
      if (status !== 'in_progress') return { status, error: failed?.errorMessage ?? null };
      if (Date.now() > deadline) throw new Error('n8n did not publish in time');
      await sleep(200);
    }
  }

  /** The runs that have ended, oldest first: of each, how, and with `includeData` all of it. */
  async function list(workflowId: string, includeData: boolean) {
    const found: RawExecution[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = new URLSearchParams({
        workflowId,
        includeData: `${includeData}`,
        limit: '250',
      });
      if (cursor !== '') query.set('cursor', cursor);
      const page: ExecutionPage = await api(`/executions?${query}`);
      found.push(...page.data);
      cursor = page.nextCursor;
    }
    return found.reverse();
  }

  /**
   * n8n starts a run after the delivery was answered, so this waits for `expected` of them, and then
   * whether more come.
   *
   * @returns how many there are.
   */
  async function settle(workflowId: string, expected: number): Promise<number> {
    const deadline = Date.now() + FINISHED_WITHIN_MS;
    for (let seen = -1; ; ) {
      // Without their data, which n8n takes long to read.
      const runs = await list(workflowId, false);
      const isSettled = runs.length === seen && runs.every(({ status }) => !UNDER_WAY.has(status));
      if (isSettled && runs.length >= expected) return runs.length;
      if (Date.now() > deadline) throw new Error(`${runs.length} runs ended, not ${expected}`);
      seen = runs.length;
      await sleep(QUIET_MS);
    }
  }

  async function settledExecutions(workflowId: string, expected: number) {
    await settle(workflowId, expected);
    return list(workflowId, true);
  }

  return {
    /** The node types that n8n offers, each version by itself. */
    nodeTypes: () =>
      send<readonly NodeType[]>(`${origin}/types/nodes.json`, { headers: { cookie } }),
    createCredential: (data: CredentialData) => createCredentialOf('kolveraApi', data),
    createCredentialOf,
    async updateCredential(id: string, data: CredentialData): Promise<void> {
      await rest(`/credentials/${id}`, { ...post(credential(data)), method: 'PATCH' });
    },
    /** The "Test" button. */
    testCredential: (id: string, data: CredentialData) =>
      rest<{ status: string; message: string }>(
        '/credentials/test',
        post({ credentials: { id, ...credential(data) } }),
      ),
    async createWorkflow(json: WorkflowJson): Promise<string> {
      return (await rest<{ id: string }>('/workflows', post({ settings: {}, ...json }))).id;
    },
    /** Saves another draft; nothing is published. */
    async updateWorkflow(id: string, json: WorkflowJson): Promise<void> {
      const { versionId } = await workflow(id);
      await rest(`/workflows/${id}`, { ...post({ ...json, versionId }), method: 'PATCH' });
    },
    workflow,
    startPublishing,
    /** Publishes the newest draft and waits for the outcome. */
    async publish(id: string): Promise<Publication> {
      await startPublishing(id);
      return publication(id);
    },
    async unpublish(id: string): Promise<void> {
      await rest(`/workflows/${id}/deactivate`, post({}));
      await publication(id);
    },
    /** "Execute step". */
    async listenForTestEvent(id: string): Promise<void> {
      const workflowData = await workflow(id);
      const triggerToStartFrom = { name: 'Kolvera Trigger' };
      await rest(`/workflows/${id}/run`, post({ workflowData, triggerToStartFrom }));
    },
    async stopListening(id: string): Promise<void> {
      await rest(`/test-webhook/${id}`, { method: 'DELETE' });
    },
    /** "Stop", for a run that n8n shows as queued or running. */
    async stop(executionId: string): Promise<void> {
      await rest(`/executions/${executionId}/stop`, post({}));
    },
    /** "Retry" with the workflow as it was. @returns how the new run ended. */
    async retry(executionId: string): Promise<string> {
      const path = `/executions/${executionId}/retry`;
      return (await rest<{ status: string }>(path, post({ loadWorkflow: false }))).status;
    },
    /** How many runs there are; waits for `expected` of them, and whether more come. */
    runs: (workflowId: string, expected = 0) => settle(workflowId, expected),
    /** The same runs, oldest first. */
    async executions(workflowId: string, expected = 0): Promise<readonly Execution[]> {
      return (await settledExecutions(workflowId, expected)).map(readExecution);
    },
    /** The runs with what each node put out, oldest first; waits for `expected` of them. */
    async runsOf(workflowId: string, expected: number) {
      return (await settledExecutions(workflowId, expected)).map((raw) => ({
        status: raw.status,
        outputs: new Map(
          Object.entries(raw.data?.resultData?.runData ?? {}).flatMap(([name, runs]) => {
            const items = itemsOf(runs);
            return items.length > 0 ? [[name, items] as const] : [];
          }),
        ),
      }));
    },
    /**
     * The ids of the events that n8n has stored runs of, whatever became of the runs. n8n lists a run
     * once it has ended, so this waits until all of `expected` are there, and whether more come.
     * For events whose id begins with `evt_`.
     */
    async storedEventIds(workflowId: string, expected: readonly string[]) {
      const deadline = Date.now() + FINISHED_WITHIN_MS;
      for (let seen = -1; ; ) {
        const { length } = await list(workflowId, false);
        if (length === seen || Date.now() > deadline) {
          const ids = (await list(workflowId, true)).map(eventIdIn);
          if (expected.every((id) => ids.includes(id)) || Date.now() > deadline) return ids;
        }
        seen = length;
        await sleep(QUIET_MS);
      }
    },
    /** All that n8n stored of the runs, as text. */
    async executionRecords(workflowId: string): Promise<string> {
      return JSON.stringify(await settledExecutions(workflowId, 1));
    },
  };
}

interface ExecutionPage {
  readonly data: readonly RawExecution[];
  readonly nextCursor: string | null;
}

function eventIdIn({ data }: RawExecution): string {
  return /"id":"(evt_[^"]+)"/.exec(JSON.stringify(data))?.[1] ?? '(none)';
}

interface TriggerStatus {
  readonly errorMessage: string | null;
}

const UNDER_WAY: ReadonlySet<string> = new Set(['new', 'running', 'waiting']);

interface RawExecution {
  readonly status: string;
  readonly mode: string;
  readonly data?: { readonly resultData?: { readonly runData?: Readonly<Record<string, Runs>> } };
}

type Runs = readonly {
  readonly data?: { readonly main?: readonly (readonly { json: unknown }[])[] };
}[];

function readExecution({ status, mode, data }: RawExecution): Execution {
  return { status, mode, items: itemsOf(data?.resultData?.runData?.['Kolvera Trigger'] ?? []) };
}

function itemsOf([run]: Runs): readonly unknown[] {
  return (run?.data?.main?.[0] ?? []).map(({ json }) => json);
}

function post(body: unknown) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** @throws Error with n8n's response when it is not a success. */
async function send<Data>(url: string, init: RequestInit): Promise<Data> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${init.method ?? 'GET'} ${new URL(url).pathname}: ${response.status} ${text}`);
  }
  return JSON.parse(text === '' ? '{}' : text);
}
