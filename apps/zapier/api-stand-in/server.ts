/**
 * @module A strict stand-in for the part of Zapier's API that `zapier-platform push` and `promote`
 * talk to (zapier-platform-cli 19.1.0). It refuses whatever the CLI would not send, and keeps what
 * was uploaded and promoted. That a private app's first promotion answers with an activation address
 * is read in the CLI's promote.js; the address is invented.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';

interface Upload {
  readonly version: string;
  readonly buildZip: Uint8Array;
  readonly sourceZip: Uint8Array;
}

interface Promotion {
  readonly version: string;
  readonly changelog: string;
}

export interface ZapierApi {
  /** For ZAPIER_BASE_ENDPOINT. */
  readonly origin: string;
  /** For ZAPIER_DEPLOY_KEY. */
  readonly deployKey: string;
  /** For ZAPIER_APP_ID. */
  readonly appId: number;
  readonly uploads: readonly Upload[];
  readonly promotions: readonly Promotion[];
  /** Names of the app definitions' triggers that were sent to be checked. */
  readonly checked: readonly string[][];
  /** Requests that were refused. */
  readonly refused: readonly string[];
  /** Plays Zapier's review: a published app's versions are promoted at once. */
  publish(): void;
  close(): void;
}

/** What the CLI asks an app to have before it uploads or promotes. */
const APP_INFO = {
  title: 'Kolvera',
  description: 'Kolvera is a sales intelligence platform.',
  app_category: 'crm',
  intention: 'global',
  role: 'employee',
};

const NO_FAILURES = { total_failures: 0, results: [] };

interface StandInResponse {
  readonly status: number;
  readonly body: object;
}

const done: StandInResponse = { status: 200, body: {} };

export async function startZapierApi(): Promise<ZapierApi> {
  const appId = 4711;
  const deployKey = 'a-deploy-key-of-the-stand-in';
  const uploads: Upload[] = [];
  const promotions: Promotion[] = [];
  const checked: string[][] = [];
  const refused: string[] = [];
  let status = 'private';

  async function respond(request: IncomingMessage): Promise<StandInResponse> {
    if (request.headers['x-deploy-key'] !== deployKey) return refusal(401, 'Unknown deploy key');
    const call = `${request.method} ${request.url?.replace(`/api/platform/cli/apps/${appId}`, '{app}')}`;
    switch (call) {
      case 'GET {app}':
        return { status: 200, body: { ...APP_INFO, id: appId, key: `App${appId}`, status } };
      case 'POST /api/platform/cli/check':
        return check((await json(request)) as Check);
      case 'POST {app}/pre-migration-require-confirmation-checks':
        return done;
      case 'POST {app}/migrations':
        return promote(((await json(request)) as { job: Job }).job);
    }
    const version = /^PUT \{app\}\/versions\/(\d+\.\d+\.\d+)$/.exec(call)?.[1];
    if (version === undefined) return refusal(404, 'No such call');
    return upload(version, (await json(request)) as Zips);
  }

  function check({ app_definition }: Check): StandInResponse {
    checked.push(Object.keys(app_definition.triggers));
    const findings = { errors: NO_FAILURES, warnings: NO_FAILURES, suggestions: NO_FAILURES };
    return { status: 200, body: { passes: [], ...findings } };
  }

  function upload(version: string, { zip_file, source_zip_file }: Zips): StandInResponse {
    const [buildZip, sourceZip] = [zip_file, source_zip_file].map((zip) =>
      Buffer.from(zip, 'base64'),
    ) as [Buffer, Buffer];
    const definition = unzipSync(buildZip)['definition.json'];
    const isOfVersion = definition && JSON.parse(strFromU8(definition)).version === version;
    if (!isOfVersion) return refusal(400, 'The zip is of another version');
    if (promotions.some((promotion) => promotion.version === version)) {
      return refusal(409, 'A promoted version is not changed');
    }
    uploads.push({ version, buildZip, sourceZip });
    return done;
  }

  function promote({ to_version: version, changelog }: Job): StandInResponse {
    if (!uploads.some((upload) => upload.version === version)) {
      return refusal(400, `Version ${version} was not pushed`);
    }
    if (!changelog) return refusal(400, 'The changelog is empty');
    promotions.push({ version, changelog });
    if (status === 'public') return done;
    const url = `http://zapier.stand-in/app/developer/app/${appId}/version/${version}/activation`;
    return { status: 403, body: { errors: [], activationInfo: { url } } };
  }

  const server = createServer(async (request, response) => {
    const { status, body } = await respond(request);
    if (status >= 400 && !('activationInfo' in body)) {
      refused.push(`${request.method} ${request.url}`);
    }
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deployKey,
    appId,
    uploads,
    promotions,
    checked,
    refused,
    publish() {
      status = 'public';
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Check {
  readonly app_definition: { readonly triggers: object };
}

interface Zips {
  readonly zip_file: string;
  readonly source_zip_file: string;
}

interface Job {
  readonly to_version: string;
  readonly changelog: string;
}

function refusal(status: number, error: string): StandInResponse {
  return { status, body: { errors: [error] } };
}
