/** @module Request headers as hooks.zapier.com hands them over. */

/**
 * Finds a header whatever its case and with or without the `Http-` prefix that Zapier puts before
 * all names but Content-Type and Content-Length (`Http-X-Kolvera-Signature`).
 *
 * @param name in lower case.
 * @returns every value found under one of the spellings.
 */
export function headerValues(
  headers: Readonly<Record<string, string | readonly string[]>>,
  name: string,
): string[] {
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase().replace(/^http-/, '') === name)
    .flatMap(([, value]) => value);
}
