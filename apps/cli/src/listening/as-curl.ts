/** @module A delivery as a command for any shell, byte for byte. */
import type { KeptDelivery } from './delivery-store.ts';

/** A pasted command sends the same bytes with the same signature. */
export function asCurl({ headers, body }: KeptDelivery, url: string): string {
  const text = Buffer.from(body).toString('utf8');
  const options = Object.entries(headers).map(
    ([name, value]) => `-H ${quoted(`${name}: ${value}`)}`,
  );
  // A shell's string cannot hold every byte, so other than clean text goes through base64.
  if (Buffer.from(text).equals(body) && !text.includes('\0')) {
    return ['curl', quoted(url), ...options, '--data-binary', quoted(text)].join(' ');
  }
  const curl = ['curl', quoted(url), ...options, '--data-binary @-'].join(' ');
  return `printf %s ${Buffer.from(body).toString('base64')} | base64 -d | ${curl}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
