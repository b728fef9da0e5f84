/** @module Reading events, beside JSON.parse, which is the least that reading them takes. */
import { parseEvent } from '@kolvera/event-schema';
import { type Contest, repeat } from '../contest.ts';
import { inTurn } from '../deliveries.ts';

const JSON_PARSE = 'JSON.parse';
const OURS = 'parseEvent';

/** @param bodies taken in turn, each by all contestants, so that they see the same mixture. */
export function parseContest(id: string, title: string, bodies: readonly string[]): Contest {
  const texts = () => inTurn(bodies);
  const bytes = () => inTurn(bodies.map((body) => Buffer.from(body)));
  return {
    id,
    title,
    baseline: JSON_PARSE,
    contestants: [
      reader(JSON_PARSE, texts(), (body) => JSON.parse(body)),
      reader(OURS, texts(), parseEvent),
      reader(`${JSON_PARSE}, bytes`, bytes(), (body) => JSON.parse(body.toString())),
      reader(`${OURS}, bytes`, bytes(), parseEvent),
    ],
    goals: [],
  };
}

function reader<Body>(
  name: string,
  next: () => Body,
  read: (body: Body) => { readonly event: unknown },
): Contest['contestants'][number] {
  return { name, time: repeat(() => typeof read(next()).event === 'string') };
}
