import { sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifiedEvent } from './verified-event.ts';

const secret = 'whsec_of_this_webhook';

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
    expect(verifiedEvent(body, [sign(body, secret)], secrets)).toEqual(event);
  }
});

test('an event without an id is known by its body', () => {
  const { id: _, ...event } = sampleEvent('meeting.booked');
  const body = JSON.stringify(event);
  expect(verifiedEvent(body, sign(body, secret), [secret]).id).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('whatever a stranger sends halts the run, which never counts against the Zap', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (body, signature) => {
      expect(refusal(() => verifiedEvent(body, signature, [secret]))).toBe('HaltedError');
    }),
  );
});

test('without a secret it is an error of the Zap, whatever was sent', () => {
  expect(refusal(() => verifiedEvent('{}', sign('{}', secret), []))).toBe('AppError');
});
