/** @module Absolute links for a README on npm, where the repository's files are missing. */
import { posix } from 'node:path';

const REPOSITORY = 'https://github.com/kolvera/kolvera-connectors';

/** @param folder of the README in the repository: `packages/signature`. */
export function withAbsoluteLinks(markdown: string, folder: string): string {
  return markdown.replace(
    /(!?)(\[[^\]]*\]\()([^)\s]+)(\))/g,
    (whole, image, before, link, after) =>
      /^([a-z]+:|#|\/)/i.test(link)
        ? whole
        : `${image}${before}${REPOSITORY}/${image ? 'raw' : 'blob'}/main/${posix.join(folder, link)}${after}`,
  );
}
