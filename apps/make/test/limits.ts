/** @module What Make rules out, by the case of the conformance suite, and why. docs/make.md shows it. */

export const limits: Readonly<Record<string, string>> = {
  'signed-compact':
    'Make hands over no bytes, so the signature is verified over re-serialised JSON: an equal body in another form passes.',
  'narrowed-to-campaigns':
    'Make’s own filter between two modules narrows events to campaigns. The guide shows how.',
  'narrowed-to-changed-fields':
    'Make’s own filter between two modules narrows updates to the fields that changed. The guide shows how.',
  'several-events':
    'One delivery gives one bundle. Should Kolvera send several events in one delivery, it arrives as one event of unknown type.',
  'bare-record':
    'Make leaves a record where Kolvera sends it: should the data be the record itself, a contact’s email is at data.email, not at data.contact.email.',
  'flat-body':
    'Should Kolvera send a record without data around it, its fields are directly under data. Its id still is the record’s own, so two updates stay two events.',
  'repeated-delivery':
    'A custom app has no memory between deliveries, so a repeated one arrives again. Filter by Event ID with a data store in the scenario.',
  'disabled-webhook':
    'Make calls Kolvera only when you add or delete a webhook. If Kolvera has disabled one, enable it in Kolvera or add a new one in Make.',
  'foreign-webhook':
    'Every webhook in Make gets its own URL, so it never shares one with another account’s webhook.',
  'lost-answer':
    'Attaching is one request and the next attempt has another URL, so a webhook whose response was lost stays in Kolvera until you delete it there. Make responds to it with 410.',
};

/** Make documents that `verification` responds; no report confirms it for a dedicated webhook. */
export const limitsIfVerificationIsIgnored: Readonly<Record<string, string>> = {
  'rejection-answered': 'A rejected delivery gets a 200 "Accepted", and still starts nothing.',
  'rotation-loses-nothing':
    'Kolvera takes the 200 for success and does not retry, so events between the rotation and the new secret are lost.',
};
