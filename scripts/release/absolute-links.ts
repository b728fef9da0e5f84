/** @module Absolute links for a README on npm, where the repository's files are missing. */
import { posix } from 'node:path';
import { repositoryUrl } from './packages.ts';

/** @param folder of the README in the repository: `packages/signature`. */
export function withAbsoluteLinks(markdown: string, folder: string): string {
  return markdown.replace(
    /(!?)(\[[^\]]*\]\()([^)\s]+)(\))/g,
    (whole, image, before, link, after) =>
      /^([a-z]+:|#|\/)/i.test(link)
        ? whole
        : `${image}${before}${repositoryUrl()}/${image ? 'raw' : 'blob'}/main/${posix.join(folder, link)}${after}`,
  );
}
