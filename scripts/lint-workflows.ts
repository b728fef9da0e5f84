/**
 * @module Part of `npm run check`: actionlint over every workflow, including those that we write
 * for other repositories. Every action has to be pinned to a commit.
 */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createLinter } from 'actionlint';

const root = resolve(import.meta.dirname, '..');
const files = globSync(['.github/workflows/*.yml', 'scripts/release/n8n-mirror.yml'], {
  cwd: root,
});

const lint = await createLinter();
const findings = files.flatMap((file) => {
  const text = readFileSync(resolve(root, file), 'utf8');
  // By its path, actionlint knows that a file is a workflow.
  const found = lint(text, `.github/workflows/${file.split('/').at(-1)}`);
  return [...found, ...unpinned(text)].map(
    ({ line, column, message }) => `${file}:${line}:${column} ${message}`,
  );
});

/** A tag can be moved to another commit, a commit cannot. */
function unpinned(text: string) {
  return text.split('\n').flatMap((content, at) => {
    const used = /uses: ([^\s@]+)@(\S+)/.exec(content);
    if (!used || /^[0-9a-f]{40}$/.test(used[2] ?? '')) return [];
    return [{ line: at + 1, column: 1, message: `pin ${used[1]} to a commit, not to ${used[2]}` }];
  });
}

console.log(
  findings.length === 0 ? `${files.length} workflows without findings` : findings.join('\n'),
);
if (findings.length > 0) process.exitCode = 1;
