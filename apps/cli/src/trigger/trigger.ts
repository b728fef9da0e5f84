/** @module `kolvera trigger`: signs an event, sends it, and prints the response. */
import { setTimeout as pause } from 'node:timers/promises';
import { events } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { CommandError, Unsuccessful } from '../command-error.ts';
import { accepted, type Exchange, outcomeOf, post } from '../post.ts';
import { oneLine } from '../printable.ts';
import { type Printer, printer } from '../printer.ts';
import { readBytes } from '../read-file.ts';
import type { SecretOptions } from '../secret-options.ts';
import { announceSecret, usedSecrets } from '../secrets.ts';
import type { Surroundings } from '../surroundings.ts';
import { usualReason } from '../usual-reason.ts';
import { waiting } from '../waiting.ts';
import { newEventBody } from './event-body.ts';

export interface TriggerOptions extends SecretOptions {
  readonly to: string;
  readonly set?: readonly string[];
  readonly data?: string;
  readonly body?: string;
  readonly repeat: number;
  readonly every?: number;
  readonly forged?: boolean;
  readonly all?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** One delivery to send. */
interface Shot {
  readonly event: string;
  /** What is forged; undefined when an endpoint should accept it. */
  readonly forgery?: string;
  readonly body: Uint8Array;
  readonly signature: string | undefined;
}

/** How much of a response is shown, in characters. */
const SHOWN_RESPONSE = 300;

/** @throws Unsuccessful when one was not answered as it should be. */
export async function trigger(
  around: Surroundings,
  name: string | undefined,
  options: TriggerOptions,
): Promise<void> {
  const out = printer(around, options);
  const used = usedSecrets(options, around);
  const announced = announceSecret(used);
  if (announced !== undefined) out.note(announced);
  const [secret = ''] = used.secrets;
  const names = chosenNames(name, options);
  const shots = () => names.flatMap((event) => shotsOf(event, secret, options, around.cwd));
  const { interrupted } = around;
  let allRight = true;
  do {
    for (const shot of shots()) {
      for (let time = 1; time <= options.repeat && !interrupted.aborted; time += 1) {
        const exchange = await fire(shot, options, around);
        if (interrupted.aborted) break;
        const right = 'status' in exchange && accepted(exchange) === (shot.forgery === undefined);
        allRight &&= right;
        out.result(
          describe(shot, exchange, right, out, used.source),
          asData(shot, exchange, right, options.to),
        );
      }
    }
    await pause(options.every ?? 0, undefined, { signal: interrupted }).catch(() => {});
  } while (options.every !== undefined && !interrupted.aborted);
  if (!allRight) throw new Unsuccessful();
}

/** @throws CommandError `no_event` */
function chosenNames(name: string | undefined, { all, body }: TriggerOptions): readonly string[] {
  if (all) return events.map((event) => event.name);
  if (name !== undefined) return [name];
  if (body !== undefined) return [body];
  throw new CommandError(
    'no_event',
    'Name an event, such as contact.created, or use --all or --body. kolvera events lists them.',
  );
}

function shotsOf(
  event: string,
  secret: string,
  options: TriggerOptions,
  cwd: string,
): readonly Shot[] {
  const body =
    options.body === undefined ? newEventBody(event, options, cwd) : readBytes(cwd, options.body);
  const signature = sign(body, secret);
  if (!options.forged) return [{ event, body, signature }];
  const tampered = Buffer.concat([body, Buffer.from(' ')]);
  const guessed = sign(body, `not-${secret}`);
  return [
    { event, forgery: 'changed after signing', body: tampered, signature },
    { event, forgery: 'another secret', body, signature: guessed },
    { event, forgery: 'unsigned', body, signature: undefined },
  ];
}

async function fire(shot: Shot, options: TriggerOptions, around: Surroundings): Promise<Exchange> {
  const done = waiting(around, `${titleOf(shot)} → ${options.to}`);
  try {
    return await post({
      url: options.to,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'kolvera-cli',
        ...(shot.signature === undefined ? {} : { [SIGNATURE_HEADER]: shot.signature }),
      },
      body: shot.body,
      timeoutMs: options.timeout,
      signal: around.interrupted,
    });
  } finally {
    done();
  }
}

function describe(
  shot: Shot,
  exchange: Exchange,
  right: boolean,
  { paint }: Printer,
  source: string,
): string {
  const status = paint(right ? 'green' : 'red', outcomeOf(exchange).padEnd(3));
  const line = `${status}  ${titleOf(shot)}  ${paint('dim', `${exchange.ms} ms`)}`;
  const answer = 'status' in exchange ? oneLine(exchange.answer, SHOWN_RESPONSE) : '';
  return [
    line,
    ...(answer === '' ? [] : [paint('dim', `     ${answer}`)]),
    ...verdict(shot, exchange, right, source).map((sentence) => `     ${sentence}`),
  ].join('\n');
}

function verdict(
  shot: Shot,
  exchange: Exchange,
  right: boolean,
  source: string,
): readonly string[] {
  const forged = shot.forgery !== undefined;
  if (right) return forged ? ['Refused, as it should be.'] : [];
  if (forged && accepted(exchange)) {
    return [
      'ACCEPTED: the endpoint does not verify signatures. Verify the raw body before anything else.',
    ];
  }
  const refusedProof = 'status' in exchange && [401, 403].includes(exchange.status);
  return [
    usualReason(exchange) ?? '',
    ...(refusedProof ? [`It was signed with the secret from ${source}.`] : []),
  ];
}

function titleOf({ event, forgery }: Shot): string {
  return forgery === undefined ? event : `${event}, ${forgery}`;
}

function asData({ event, forgery }: Shot, exchange: Exchange, ok: boolean, url: string) {
  const reason = forgery === undefined ? usualReason(exchange) : undefined;
  return {
    event,
    url,
    ok,
    ...(forgery !== undefined && { forgery }),
    ...exchange,
    ...(reason !== undefined && { reason }),
  };
}
