/** @module How a delivery ended, and what its sender is answered. */
import { answer, type ReceiverResponse } from './answer.ts';
import { REFUSALS, type ReceiverErrorCode } from './refusal.ts';

/**
 * - `handled`: the handlers have succeeded.
 * - `stored`: an inbox has stored it, for its workers.
 * - `repeated`: it was handled, or stored, before.
 * - `ignored`: no handler is for it.
 * - Any other is the code of what went wrong.
 */
export type Outcome = 'handled' | 'stored' | 'repeated' | 'ignored' | ReceiverErrorCode;

const answers = new Map<Outcome, ReceiverResponse>(
  (['handled', 'stored', 'repeated', 'ignored'] as const).map((status) => [
    status,
    answer(200, { status }),
  ]),
);

/** @returns the same frozen answer for every delivery that ended so. */
export function answerTo(outcome: Outcome): ReceiverResponse {
  const known = answers.get(outcome);
  if (known !== undefined) return known;
  const made = refusalAnswer(outcome as ReceiverErrorCode);
  answers.set(outcome, made);
  return made;
}

/** What the sender is answered: the reason that is the owner's only is left out. */
function refusalAnswer(code: ReceiverErrorCode): ReceiverResponse {
  const { status, message, toSender = { code, message }, headers } = REFUSALS[code];
  return answer(status, toSender, headers);
}
