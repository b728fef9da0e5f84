/** @module A delivery, handled as a webhook's incoming communication says. */
import { render } from './iml/render.ts';
import { declared, open, type Scope } from './iml/scope.ts';
import { type Collection, isTrue, type Value } from './iml/value.ts';
import { collection, onlyKeys, part } from './section.ts';

export interface IncomingDelivery {
  readonly method: string;
  readonly query: Collection;
  /** Names in lower case. */
  readonly headers: Collection;
  /** Parsed: Make offers no raw bytes. */
  readonly body: Value;
}

export interface Handled {
  readonly status: number;
  readonly body: Value;
  /** What the scenario starts with; undefined if it does not start. */
  readonly bundle: Value;
}

export interface IncomingContext {
  readonly parameters: Collection;
  /** What attach stored. */
  readonly data: Collection;
  /**
   * Whether `verification` can respond by itself, as Make documents. No report confirms it for a
   * rejected signature, so a definition has to be safe either way.
   */
  readonly verificationAnswers: boolean;
}

/** @throws ImlError when an expression fails; Make then starts nothing. */
export function handleDelivery(
  section: Value,
  delivery: IncomingDelivery,
  { parameters, data, verificationAnswers }: IncomingContext,
): Handled {
  const communication = collection(section, 'An incoming communication');
  onlyKeys(communication, ['verification', 'condition', 'respond', 'output'], 'A webhook');
  const scope: Scope = {
    parameters: declared(parameters),
    data: declared(data),
    method: open(delivery.method),
    query: open(delivery.query),
    headers: open(delivery.headers),
    body: open(delivery.body),
  };
  const { verification, condition, respond, output } = communication;
  if (verificationAnswers && isTrue(render(part(verification, 'condition'), scope))) {
    return { ...responseOf(render(part(verification, 'respond'), scope)), bundle: undefined };
  }
  if (!isTrue(render(condition, scope)))
    return { status: 200, body: 'Accepted', bundle: undefined };
  return { ...responseOf(render(respond, scope)), bundle: render(output, scope) };
}

function responseOf(respond: Value): { status: number; body: Value } {
  const { status, body } = collection(respond, 'The response');
  return { status: Number(status), body };
}
