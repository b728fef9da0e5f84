/** @module Links of a README that lead somewhere from wherever the README is read. */
import { posix } from 'node:path';

const REPOSITORY = 'https://github.com/kolvera/kolvera-connectors';

/**
 * Makes a Markdown text's relative links absolute: npm's page of a package has no files beside it.
 *
 * @param folder the folder of the text in the repository, `packages/signature`.
 */
export function withAbsoluteLinks(markdown: string, folder: string): string {
  return markdown.replace(
    /(!?)(\[[^\]]*\]\()([^)\s]+)(\))/g,
    (whole, image, before, link, after) =>
      /^([a-z]+:|#|\/)/i.test(link)
        ? whole
        : `${image}${before}${REPOSITORY}/${image ? 'raw' : 'blob'}/main/${posix.join(folder, link)}${after}`,
  );
}
