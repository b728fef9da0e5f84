/** @module Both builds under one asynchronous face, so that every test runs against both. */
import * as node from '../src/index.ts';
import * as web from '../src/web.ts';

/** Arguments are unknown because tests also pass what TypeScript would refuse. */
export interface Build {
  readonly name: string;
  sign(body: unknown, secret: unknown): Promise<string>;
  verify(body: unknown, header: unknown, secrets: unknown): Promise<boolean>;
  check(body: unknown, header: unknown, secrets: unknown): Promise<node.CheckResult>;
  fingerprint(body: unknown): Promise<string>;
}

function build(name: string, module: typeof node | typeof web): Build {
  return {
    name,
    sign: async (body, secret) => module.sign(body as node.Body, secret as string),
    verify: async (body, header, secrets) =>
      module.verify(body as node.Body, header as node.SignatureHeader, secrets as node.Secrets),
    check: async (body, header, secrets) =>
      module.check(body as node.Body, header as node.SignatureHeader, secrets as node.Secrets),
    fingerprint: async (body) => module.fingerprint(body as node.Body),
  };
}

export const builds: readonly Build[] = [
  build('@kolvera/signature', node),
  build('@kolvera/signature/web', web),
];
