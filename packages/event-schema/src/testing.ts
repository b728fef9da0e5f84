/**
 * @module An event that Kolvera does not have, for tests: whatever is derived from the catalogue
 * has to show it, once it is there.
 */
import { type Catalogue, events } from './catalogue.ts';
import { dateTime, integer, list, object, text } from './describe-field.ts';
import { campaignStub } from './entities/campaign.ts';
import { defineEvent, type EventDefinition } from './event-definition.ts';

/** Carries what no event of Kolvera's has so far, too: a list of objects. */
export const imaginaryEvent: EventDefinition = defineEvent({
  name: 'campaign.paused',
  category: 'Campaign',
  subject: 'campaign',
  label: 'Campaign Paused',
  noun: 'Campaign',
  firesWhen: 'Triggers when an active campaign is paused.',
  automationIdea: 'Tell the campaign owner what is waiting.',
  narrowedBy: ['campaigns'],
  data: {
    campaign: object('assumed', 'Campaign', 'The campaign that was paused.', campaignStub),
    reason: text('assumed', 'Reason', 'Why it was paused.', { important: true }),
    waiting: list(
      'assumed',
      'Waiting',
      'The steps that contacts are waiting at.',
      object('assumed', 'Waiting', 'One step that contacts are waiting at.', {
        step_number: integer('published', 'Step Number', 'Which step; the first is 1.'),
        contacts: integer('assumed', 'Contacts', 'How many contacts are waiting at it.'),
      }),
    ),
    paused_at: dateTime('assumed', 'Paused At', 'When it was paused.'),
  },
  sample: {
    id: 'evt_01J5H2Y8PN',
    event: 'campaign.paused',
    created_at: '2026-08-11T12:05:44+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      campaign: { id: 'cam_3N8YE6', name: 'Victorian freight, winter' },
      reason: 'The inbox reached its daily limit.',
      waiting: [
        { step_number: 1, contacts: 12 },
        { step_number: 2, contacts: 31 },
      ],
      paused_at: '2026-08-11T12:05:44+10:00',
    },
  },
});

/** The catalogue as it would be with the imaginary event at its end. */
export function withImaginaryEvent(): Catalogue {
  return [...events, imaginaryEvent];
}
