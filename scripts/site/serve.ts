/** @module Serves a folder of built pages, as static hosting with clean URLs does. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.yaml': 'application/yaml',
};

export interface Site {
  readonly origin: string;
  close(): void;
}

/** @param folder is served to trusted requests only, those of the tests' browser. */
export async function serve(folder: string): Promise<Site> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://site').pathname);
    const name = path.endsWith('/') ? `${path}index.html` : path;
    const candidates = [name, `${name}.html`];
    for (const candidate of candidates) {
      const type = TYPES[extname(candidate)];
      const content = type && (await readFile(join(folder, candidate)).catch(() => undefined));
      if (content) return void response.writeHead(200, { 'content-type': type }).end(content);
    }
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
