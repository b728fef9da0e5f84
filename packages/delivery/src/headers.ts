/** @module The headers of a delivery, in every form in which platforms pass them on. */
import { SIGNATURE_HEADER, type SignatureHeader } from '@kolvera/signature';

/**
 * Node's object, with a list where a header came more than once; a web `Headers`; pairs; or Zapier's
 * object, whose names begin with `Http-`. Names match in any case. None at all is a delivery without
 * a signature.
 */
export type DeliveryHeaders =
  | { get(name: string): string | null }
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, unknown>>
  | null
  | undefined;

type HeaderValue = string | readonly string[] | undefined;

/** Looks headers up by their name in lower case; a list is a header that came more than once. */
export type HeaderReader = (name: string) => HeaderValue;

export function headerReader(headers: DeliveryHeaders): HeaderReader {
  if (headers === null || headers === undefined) return () => undefined;
  if (isWebHeaders(headers)) return (name) => headers.get(name) ?? undefined;
  let byName: ReadonlyMap<string, HeaderValue> | undefined;
  return (name) => {
    // HTTP libraries write names in lower case, and then there is nothing to search.
    const value = Object.hasOwn(headers, name) ? (headers as Record<string, unknown>)[name] : null;
    if (typeof value === 'string') return value;
    byName ??= collect(headers);
    return byName.get(name);
  };
}

/** The signature among the headers: the one place that knows by which header Kolvera sends it. */
export function signatureIn(header: HeaderReader): SignatureHeader {
  return header(SIGNATURE_HEADER);
}

/** All headers by their name in lower case, each as one text: to keep them with a delivery. */
export function headerRecord(headers: DeliveryHeaders): Readonly<Record<string, string>> {
  if (headers === null || headers === undefined) return {};
  return Object.fromEntries(
    [...collect(headers)].map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}

function isWebHeaders(headers: object): headers is { get(name: string): string | null } {
  // A Map has `get` as well, but it tells cases apart.
  return 'get' in headers && typeof headers.get === 'function' && !(headers instanceof Map);
}

function collect(headers: object): ReadonlyMap<string, HeaderValue> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairsOf(headers)) {
    const key = String(name)
      .toLowerCase()
      .replace(/^http-/, '');
    const texts = (Array.isArray(value) ? value : [value]).filter(
      (text) => typeof text === 'string',
    );
    if (texts.length > 0) values.set(key, [...(values.get(key) ?? []), ...texts]);
  }
  return new Map([...values].map(([key, texts]) => [key, texts.length === 1 ? texts[0] : texts]));
}

function pairsOf(headers: object): Iterable<readonly [unknown, unknown]> {
  if (!(Symbol.iterator in headers)) return Object.entries(headers);
  // Pairs, as the type says.
  return headers as Iterable<readonly [unknown, unknown]>;
}
