/**
 * @module A strict stand-in for the part of Zapier's API that `zapier-platform push` and `promote`
 * talk to (zapier-platform-cli 19.1.0). Whatever it does not know is refused and reported.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Upload {
  readonly version: string;
  readonly buildZip: Uint8Array;
  readonly sourceZip: Uint8Array;
}

interface Promotion {
  readonly version: string;
  readonly changelog: string;
}

export interface PlatformApi {
  /** For ZAPIER_BASE_ENDPOINT. */
  readonly origin: string;
  readonly uploads: readonly Upload[];
  readonly promotions: readonly Promotion[];
  /** Names of the app definitions' triggers that were sent to be checked. */
  readonly checked: readonly string[][];
  /** Requests that no such call makes. */
  readonly refused: readonly string[];
  close(): void;
}

/** What the CLI asks an app to have before it uploads or promotes. */
const APP_INFO = {
  title: 'Kolvera',
  description: 'Kolvera is a sales intelligence platform.',
  app_category: 'crm',
  intention: 'private',
  role: 'employee',
  status: 'private',
};

const NO_FAILURES = { total_failures: 0, results: [] };

export async function startPlatformApi(app: {
  id: number;
  deployKey: string;
}): Promise<PlatformApi> {
  const uploads: Upload[] = [];
  const promotions: Promotion[] = [];
  const checked: string[][] = [];
  const refused: string[] = [];

  async function answer(request: IncomingMessage): Promise<object | undefined> {
    if (request.headers['x-deploy-key'] !== app.deployKey) return undefined;
    const appPath = `/api/platform/cli/apps/${app.id}`;
    const call = `${request.method} ${request.url?.replace(appPath, '{app}')}`;
    if (call === 'GET {app}') return { ...APP_INFO, id: app.id, key: `App${app.id}` };
    if (call === 'POST {app}/pre-migration-require-confirmation-checks') return {};
    if (call === 'POST {app}/migrations') {
      const { job } = (await json(request)) as { job: { to_version: string; changelog: string } };
      const isUploaded = uploads.some(({ version }) => version === job.to_version);
      if (!isUploaded) return undefined;
      promotions.push({ version: job.to_version, changelog: job.changelog });
      return {};
    }
    if (call === 'POST /api/platform/cli/check') {
      const { app_definition } = (await json(request)) as { app_definition: { triggers: object } };
      checked.push(Object.keys(app_definition.triggers));
      return { passes: [], errors: NO_FAILURES, warnings: NO_FAILURES, suggestions: NO_FAILURES };
    }
    const version = /^PUT \{app\}\/versions\/([\d.]+)$/.exec(call)?.[1];
    if (version === undefined) return undefined;
    const body = (await json(request)) as { zip_file: string; source_zip_file: string };
    uploads.push({
      version,
      buildZip: Buffer.from(body.zip_file, 'base64'),
      sourceZip: Buffer.from(body.source_zip_file, 'base64'),
    });
    return {};
  }

  const server = createServer(async (request, response) => {
    const body = await answer(request);
    if (body === undefined) refused.push(`${request.method} ${request.url}`);
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { errors: ['refused'] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    uploads,
    promotions,
    checked,
    refused,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
