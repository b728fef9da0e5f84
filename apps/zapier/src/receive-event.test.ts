import { sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiveEvent } from './receive-event.ts';

const secret = 'whsec_of_this_webhook';
const every = { events: [] };

/** The name of the error that a call throws. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
  return 'nothing was thrown';
}

test('reads what was signed with any of the secrets', () => {
  const event = sampleEvent('meeting.booked');
  const body = JSON.stringify(event);
  for (const secrets of [[secret], ['whsec_older', secret], [secret, 'whsec_older']]) {
    const request = { body, signature: [sign(body, secret)] };
    expect(receiveEvent(request, secrets, every)).toEqual({ event, isWanted: true });
    const other = { events: ['contact.created'] };
    expect(receiveEvent(request, secrets, other)).toEqual({ event, isWanted: false });
  }
});

test('whatever a stranger sends halts the run, which never counts against the Zap', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (body, signature) => {
      expect(refusal(() => receiveEvent({ body, signature }, [secret], every))).toBe('HaltedError');
    }),
  );
});

test('without a usable secret it is an error of the Zap, whatever was sent', () => {
  const request = { body: '{}', signature: sign('{}', secret) };
  expect(refusal(() => receiveEvent(request, [], every))).toBe('AppError');
});
