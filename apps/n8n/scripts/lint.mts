/** @module `npm run lint -w apps/n8n`: n8n's linter, as its verification runs it. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { linkN8nTools } from './n8n-tools.mts';

const bin = join(await linkN8nTools(), 'node_modules/.bin');
const { status } = spawnSync('n8n-node lint', {
  shell: true,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
});
process.exitCode = status ?? 1;
