/**
 * @module An endpoint as people write it by hand, right or with one thing wrong with it. Each
 * framework hands it the body in the way that the framework's users do.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What can be planted, and the fault that certify has to name. */
export const plantedFaults = {
  'parses-first': 'parses_first',
  'trims-header': 'trims_header',
  'signature-optional': 'signature_optional',
  'answers-before-verifying': 'answers_before_verifying',
  'cuts-body-at-100-kb': 'limits_body',
  'crashes-on-malformed-signature': 'crashes_on_header',
  'decodes-latin1': 'decodes_body',
  'ignores-what-follows': 'compares_loosely',
  'refuses-unknown-events': 'refuses_unknown_events',
  'runs-repeats': 'runs_repeats',
  'drops-same-id': 'drops_same_id',
  'answers-late': 'answers_late',
  // No answer shows it: certify has to be given the source.
  'compares-with-===': 'compares_with_equals',
} as const;

export type PlantedFault = keyof typeof plantedFaults;

export interface HandWritten {
  /** The body's limit that the framework is given, in bytes. */
  readonly limit: number;
  /** Whether the framework parses the JSON, and its user writes it again to verify it. */
  readonly parsesFirst: boolean;
  /** @returns the status. */
  receive(body: Buffer, signature: string | undefined): Promise<number>;
  handled(): number;
}

/** A running endpoint of some framework. */
export interface RunningEndpoint {
  readonly url: string;
  readonly counter: string;
  /** Where it compares signatures. */
  readonly source: URL;
  stop(): Promise<void>;
}

/** The `source` of the endpoints that leave it to this file. */
export const source = new URL(import.meta.url);

export function handWritten(secret: string, fault?: PlantedFault): HandWritten {
  const seen = new Set<string>();
  let handled = 0;

  function isGenuine(body: Buffer, header: string | undefined): boolean {
    if (header === undefined) return fault === 'signature-optional';
    const signed = fault === 'decodes-latin1' ? body.toString('latin1') : body;
    const expected = createHmac('sha256', secret).update(signed).digest('hex');
    if (fault === 'crashes-on-malformed-signature') {
      return timingSafeEqual(Buffer.from(expected), Buffer.from(header));
    }
    const given = fault === 'trims-header' ? header.trim() : header;
    if (fault === 'ignores-what-follows') {
      const bytes = Buffer.from(given, 'hex');
      return bytes.length === 32 && timingSafeEqual(Buffer.from(expected, 'hex'), bytes);
    }
    if (fault === 'compares-with-===') return given === expected;
    return (
      /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(expected), Buffer.from(given))
    );
  }

  return {
    limit: fault === 'cuts-body-at-100-kb' ? 100 * 1024 : 1_000_000,
    parsesFirst: fault === 'parses-first',
    handled: () => handled,
    async receive(body, header) {
      const genuine = isGenuine(body, header);
      if (fault === 'answers-before-verifying' && !genuine) return 200;
      if (!genuine) return 401;
      const event = readEvent(body);
      if (event === null) return 400;
      if (fault === 'refuses-unknown-events' && event.name === 'contact.celebrated') return 422;
      if (fault === 'answers-late') await new Promise((resolve) => setTimeout(resolve, 150));
      const digest = createHash('sha256').update(body).digest('hex');
      const key = fault === 'drops-same-id' ? event.id : `${event.id} ${digest}`;
      if (seen.has(key) && fault !== 'runs-repeats') return 200;
      seen.add(key);
      handled += 1;
      return 200;
    },
  };
}

function readEvent(body: Buffer): { readonly id: string; readonly name: string } | null {
  try {
    const event: unknown = JSON.parse(body.toString());
    if (typeof event !== 'object' || event === null) return null;
    if (!('event' in event) || typeof event.event !== 'string') return null;
    return { id: 'id' in event ? String(event.id) : '', name: event.event };
  } catch {
    return null;
  }
}
