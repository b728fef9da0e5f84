/**
 * @module A strict stand-in for the part of Zapier's API that `zapier-platform push` talks to
 * (zapier-platform-cli 19.1.0, utils/api.js). Whatever it does not know is refused and reported.
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

export interface PlatformApi {
  /** For ZAPIER_BASE_ENDPOINT. */
  readonly origin: string;
  readonly uploads: readonly Upload[];
  /** Names of the app definitions' triggers that were sent to be checked. */
  readonly checked: readonly string[][];
  /** Requests that no such call makes. */
  readonly refused: readonly string[];
  close(): void;
}

const NO_FAILURES = { total_failures: 0, results: [] };

export async function startPlatformApi(app: {
  id: number;
  deployKey: string;
}): Promise<PlatformApi> {
  const uploads: Upload[] = [];
  const checked: string[][] = [];
  const refused: string[] = [];

  async function answer(request: IncomingMessage): Promise<object | undefined> {
    const call = `${request.method} ${request.url}`;
    if (request.headers['x-deploy-key'] !== app.deployKey) return undefined;
    if (call === `GET /api/platform/cli/apps/${app.id}`) {
      const info = {
        title: 'Kolvera',
        description: '…',
        app_category: 'crm',
        intention: 'private',
      };
      return { id: app.id, key: `App${app.id}`, status: 'private', role: 'employee', ...info };
    }
    if (call === 'POST /api/platform/cli/check') {
      const { app_definition } = (await json(request)) as { app_definition: { triggers: object } };
      checked.push(Object.keys(app_definition.triggers));
      return { passes: [], errors: NO_FAILURES, warnings: NO_FAILURES, suggestions: NO_FAILURES };
    }
    const version = new RegExp(`^PUT /api/platform/cli/apps/${app.id}/versions/([\\d.]+)$`).exec(
      call,
    );
    if (version?.[1] === undefined) return undefined;
    const body = (await json(request)) as { zip_file: string; source_zip_file: string };
    uploads.push({
      version: version[1],
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
    checked,
    refused,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
