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
  /** Parsed. There are no raw bytes: Make does not offer them. */
  readonly body: Value;
}

export interface Handled {
  readonly status: number;
  readonly body: Value;
  /** What the scenario starts with; undefined when it does not start. */
  readonly bundle: Value;
}

export interface IncomingContext {
  readonly parameters: Collection;
  /** What attach has kept. */
  readonly data: Collection;
  /**
   * Whether `verification` can answer on its own, as Make's documentation says. Nobody has reported
   * it for a rejected signature: a definition has to be safe either way.
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
    return { ...answer(render(part(verification, 'respond'), scope)), bundle: undefined };
  }
  if (!isTrue(render(condition, scope)))
    return { status: 200, body: 'Accepted', bundle: undefined };
  return { ...answer(render(respond, scope)), bundle: render(output, scope) };
}

function answer(respond: Value): { status: number; body: Value } {
  const { status, body } = collection(respond, 'The answer');
  return { status: Number(status), body };
}
