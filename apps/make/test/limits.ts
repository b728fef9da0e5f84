/** @module What Make rules out, by the case of the conformance suite, and why. docs/make.md shows it. */

export const limits: Readonly<Record<string, string>> = {
  'signed-compact':
    'Make hands over no bytes, so the signature is checked over the JSON written again: an equal body written otherwise passes.',
  'repeated-delivery':
    'A custom app has no memory between deliveries, so a repeated one arrives again; a data store in the scenario can filter by Event ID.',
  'disabled-webhook':
    'Make calls Kolvera when a webhook is added or deleted, and not when it is chosen again, so a webhook that Kolvera has disabled has to be enabled there or added anew.',
  'foreign-webhook':
    'Every webhook that is added in Make has a URL of its own, so it cannot meet somebody else’s webhook of the same URL.',
  'lost-answer':
    'Attaching is one request and the next attempt has another URL, so a webhook whose answer was lost stays in Kolvera until it is deleted there; Make answers it 410.',
};

/** Make's documentation has `verification` answer; nobody has reported it of a dedicated webhook. */
export const limitsIfVerificationIsIgnored: Readonly<Record<string, string>> = {
  'rejection-answered': 'A refused delivery is answered 200 "Accepted", and still starts nothing.',
  'rotation-loses-nothing':
    'Kolvera takes the 200 for success and does not send the event again, so what comes between the rotation and the new secret is lost.',
};
