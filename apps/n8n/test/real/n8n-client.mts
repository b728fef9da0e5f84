/** @module What a user does in n8n, over the requests that n8n's editor and its public API take. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface N8nClient {
  /** Names of the node types that n8n offers. */
  nodeTypes(): Promise<readonly string[]>;
  createCredential(data: CredentialData): Promise<string>;
  updateCredential(id: string, data: CredentialData): Promise<void>;
  testCredential(id: string, data: CredentialData): Promise<{ status: string; message: string }>;
  createWorkflow(workflow: WorkflowJson): Promise<string>;
  /** Saves another draft; nothing is published. */
  updateWorkflow(id: string, workflow: WorkflowJson): Promise<void>;
  workflow(id: string): Promise<StoredWorkflow>;
  /** Publishes the newest draft and waits for the outcome. */
  publish(id: string): Promise<Publication>;
  unpublish(id: string): Promise<void>;
  deleteWorkflow(id: string): Promise<void>;
  /** "Listen for test event". */
  listenForTestEvent(id: string): Promise<void>;
  stopListening(id: string): Promise<void>;
  /** Oldest first, once none is running any more. */
  executions(workflowId: string): Promise<readonly Execution[]>;
}

export interface CredentialData {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly webhookSecret: string;
}

export interface WorkflowJson {
  readonly name: string;
  readonly nodes: readonly object[];
  readonly connections: object;
  readonly settings?: object;
}

export interface StoredWorkflow extends WorkflowJson {
  readonly id: string;
  readonly versionId: string;
  readonly staticData: unknown;
}

export interface Publication {
  readonly status: string;
  /** What the editor shows on the node when it could not be published. */
  readonly error: string | null;
}

export interface Execution {
  readonly id: string;
  readonly status: string;
  readonly mode: string;
  /** The whole record, for those who look for secrets. */
  readonly json: string;
  /** What the first node put out. */
  readonly items: readonly unknown[];
}

const OWNER = {
  email: 'owner@example.com',
  firstName: 'Olive',
  lastName: 'Owner',
  password: 'Not-a-secret-1',
};
const SCOPES = ['execution:list', 'execution:read', 'workflow:delete'];
const PUBLISHED_WITHIN_MS = 60_000;
const FINISHED_WITHIN_MS = 30_000;

/** Sets up the owner of a fresh n8n and signs in. */
export async function signUp(origin: string): Promise<N8nClient> {
  const setup = await fetch(`${origin}/rest/owner/setup`, post(OWNER));
  const cookie = setup.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const rest = (path: string, init: RequestInit = {}) =>
    request(`${origin}/rest${path}`, { ...init, headers: { ...init.headers, cookie } });
  const { rawApiKey } = await rest(
    '/api-keys',
    post({ label: 'test', expiresAt: null, scopes: SCOPES }),
  );
  const api = (path: string, init: RequestInit = {}) =>
    request(`${origin}/api/v1${path}`, { ...init, headers: { 'x-n8n-api-key': rawApiKey } });

  const credential = (data: CredentialData) => ({ name: 'Kolvera', type: 'kolveraApi', data });
  const workflow = (id: string) => rest(`/workflows/${id}`);

  async function publicationOf(id: string, versionId: string): Promise<Publication> {
    const deadline = Date.now() + PUBLISHED_WITHIN_MS;
    for (;;) {
      const { status, pendingVersionId, liveVersionId, triggers } = await rest(
        `/workflows/${id}/publication-status`,
      );
      const error = triggers.find((one: { errorMessage: string | null }) => one.errorMessage);
      if (pendingVersionId !== versionId && (liveVersionId === versionId || error)) {
        return { status, error: error?.errorMessage ?? null };
      }
      if (Date.now() > deadline) throw new Error(`not published in time: ${status}`);
      await sleep(200);
    }
  }

  async function executions(workflowId: string): Promise<readonly Execution[]> {
    const deadline = Date.now() + FINISHED_WITHIN_MS;
    for (;;) {
      const query = new URLSearchParams({ workflowId, includeData: 'true', limit: '250' });
      const { data } = await api(`/executions?${query}`);
      const running = data.some(
        ({ finished, status }: Record<string, unknown>) =>
          finished === false && (status === 'running' || status === 'new'),
      );
      if (!running) return data.map(readExecution).reverse();
      if (Date.now() > deadline) throw new Error('an execution does not end');
      await sleep(200);
    }
  }

  return {
    async nodeTypes() {
      const response = await fetch(`${origin}/types/nodes.json`, { headers: { cookie } });
      return ((await response.json()) as { name: string }[]).map(({ name }) => name);
    },
    createCredential: async (data) => (await rest('/credentials', post(credential(data)))).id,
    async updateCredential(id, data) {
      await rest(`/credentials/${id}`, { ...post(credential(data)), method: 'PATCH' });
    },
    testCredential: (id, data) =>
      rest('/credentials/test', post({ credentials: { id, ...credential(data) } })),
    createWorkflow: async (json) => (await rest('/workflows', post({ settings: {}, ...json }))).id,
    async updateWorkflow(id, json) {
      const { versionId } = await workflow(id);
      await rest(`/workflows/${id}`, { ...post({ ...json, versionId }), method: 'PATCH' });
    },
    workflow,
    async publish(id) {
      const { versionId } = await workflow(id);
      await rest(`/workflows/${id}/activate`, post({ versionId }));
      return publicationOf(id, versionId);
    },
    async unpublish(id) {
      await rest(`/workflows/${id}/deactivate`, post({}));
    },
    async deleteWorkflow(id) {
      await api(`/workflows/${id}`, { method: 'DELETE' });
    },
    async listenForTestEvent(id) {
      const workflowData = await workflow(id);
      await rest(`/workflows/${id}/run`, post({ workflowData }));
    },
    async stopListening(id) {
      await rest(`/test-webhook/${id}`, { method: 'DELETE' });
    },
    executions,
  };
}

function post(body: unknown): RequestInit & { headers: Record<string, string> } {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: n8n's answers are read field by field where they are used
async function request(url: string, init: RequestInit): Promise<any> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${init.method ?? 'GET'} ${new URL(url).pathname}: ${response.status} ${text}`);
  }
  const body = text === '' ? {} : JSON.parse(text);
  return url.includes('/rest/') ? (body.data ?? body) : body;
}

interface RawExecution {
  readonly id: string | number;
  readonly status: string;
  readonly mode: string;
  readonly data?: {
    readonly resultData?: {
      readonly runData?: Readonly<
        Record<string, readonly { data?: { main?: { json: unknown }[][] } }[]>
      >;
    };
  };
}

function readExecution(raw: RawExecution): Execution {
  const [run] = Object.values(raw.data?.resultData?.runData ?? {})[0] ?? [];
  return {
    id: String(raw.id),
    status: raw.status,
    mode: raw.mode,
    json: JSON.stringify(raw),
    items: (run?.data?.main?.[0] ?? []).map(({ json }) => json),
  };
}
