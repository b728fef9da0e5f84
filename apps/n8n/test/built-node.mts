/** @module The node as n8n loads it: the built CommonJS file. */
import { createRequire } from 'node:module';
import type { INodeType } from 'n8n-workflow';

const PATH = '../dist/nodes/KolveraTrigger/KolveraTrigger.node.js';

/** @throws Error when the package was not built. */
export function loadBuiltNode(): INodeType {
  const module: { KolveraTrigger: new () => INodeType } = createRequire(import.meta.url)(PATH);
  return new module.KolveraTrigger();
}
