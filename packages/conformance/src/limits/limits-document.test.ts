import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { referenceConsumer } from '../../test/reference-consumer.ts';
import { findSubjects } from '../find-subjects.ts';
import { limitsDocument } from './limits-document.ts';

const root = resolve(import.meta.dirname, '../../../..');

test('docs/platform-limits.md is up to date: npm run generate -w @kolvera/conformance', async () => {
  const written = await readFile(resolve(root, 'docs/platform-limits.md'), 'utf8');
  expect(written).toBe(
    limitsDocument(await findSubjects(root, false), await findSubjects(root, true)),
  );
}, 60_000);

test('a limit is under its consumer, with the promise and the reason', () => {
  const limited = {
    ...referenceConsumer(),
    limits: { 'large-event': 'The platform cuts it off.' },
  };
  expect(limitsDocument([limited], [limited])).toContain(`## Reference consumer

| Case | Promise that cannot be kept | Why |
| --- | --- | --- |
| \`large-event\` | An event of 600 KB survives. | The platform cuts it off. |
`);
  expect(limitsDocument([{ ...referenceConsumer(), guide: 'reference.md' }], [])).toContain(
    'Its guide: [reference.md](reference.md).\n\nKeeps every promise.',
  );
});

test('a real platform that the demo alone drives is said to be just that', () => {
  const real = { ...referenceConsumer(), name: 'n8n (real server)' };
  expect(limitsDocument([referenceConsumer()], [referenceConsumer(), real])).toMatch(
    /## Reference consumer\n\nKeeps.*## n8n \(real server\)\n\nThe demo runs it; the suite does not\.\n\n## The promises/s,
  );
});
