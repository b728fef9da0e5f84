/** @module Calls the sandbox's API as a client would, and checks every response against the contract. */
import { isObject } from '@kolvera/event-schema';
import { expect } from 'vitest';
import type { Sandbox } from '../src/index.ts';
import { violations } from './contract.ts';

export interface ApiResult {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

interface CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param path as in openapi.yaml, `/webhooks/{id}`. */
export function apiClient({ baseUrl, apiKey }: Sandbox) {
  return async (method: string, path: string, options: CallOptions = {}): Promise<ApiResult> => {
    const { params = {}, query = '', body } = options;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
    const answer = await fetch(`${baseUrl}${filled}${query}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    expect(await violations(method, path, answer.clone())).toEqual([]);
    const text = await answer.text();
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return { status: answer.status, headers: answer.headers, body: isObject(value) ? value : {} };
  };
}
