import { sampleEvent } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiveEvents } from './receive-events.ts';

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
    const request = { body, headers: { 'Http-X-Kolvera-Signature': sign(body, secret) } };
    const events = [event];
    expect(receiveEvents(request, { secrets, wanted: every })).toEqual({ events, areWanted: true });
    const wanted = { events: ['contact.created'] };
    expect(receiveEvents(request, { secrets, wanted })).toEqual({ events, areWanted: false });
  }
});

test('whatever a stranger sends halts the run, which never counts against the Zap', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (body, signature) => {
      const headers = { [SIGNATURE_HEADER]: signature };
      const receive = () => receiveEvents({ body, headers }, { secrets: [secret], wanted: every });
      expect(refusal(receive)).toBe('HaltedError');
    }),
  );
});

test('without a usable secret it is an error of the Zap, whatever was sent', () => {
  const request = { body: '{}', headers: { [SIGNATURE_HEADER]: sign('{}', secret) } };
  expect(refusal(() => receiveEvents(request, { secrets: [], wanted: every }))).toBe('AppError');
});
