/** @module Part of `npm run generate`: docs/ideas.md, Make's blueprints and the drawn flows. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles, root } from './files.ts';

for (const [file, content] of generatedFiles()) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}
