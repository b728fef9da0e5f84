/** @module The process inside: Node 22 with the unpacked zip and nothing else of this repository. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LambdaAnswer, LambdaEvent } from './lambda.ts';

interface Wrapper {
  handler(event: LambdaEvent): Promise<{ results: unknown }>;
}

const folder = process.argv[2] ?? '';
const wrapper: Wrapper = await import(pathToFileURL(join(folder, 'zapierwrapper.js')).href);

process.on('message', async ({ call, event }: { call: number; event: LambdaEvent }) => {
  process.send?.(await answer(call, event));
});

async function answer(call: number, event: LambdaEvent): Promise<LambdaAnswer> {
  try {
    const { results } = await wrapper.handler(event);
    // JSON has no undefined, and the platform takes nothing for null.
    return { call, results: results ?? null };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { call, error: { name, message } };
  }
}
