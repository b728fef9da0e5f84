/** @module `npm run generate`: writes openapi.yaml. */
import { writeFile } from 'node:fs/promises';
import { openApiYaml } from './yaml.ts';

await writeFile(new URL('../../openapi.yaml', import.meta.url), openApiYaml());
