import { contact } from '../entities/contact.ts';
import { defineEvent } from '../event-definition.ts';

export const contactCreated = defineEvent({
  name: 'contact.created',
  category: 'Contact',
  subject: 'contact',
  label: 'New Contact',
  noun: 'Contact',
  firesWhen: 'Triggers when a new contact is added to the workspace.',
  automationIdea: 'Add a new row to a Google Sheet prospect tracker.',
  data: {
    contact: {
      type: 'object',
      label: 'Contact',
      description: 'The contact that was added.',
      source: 'assumed',
      nullable: true,
      fields: contact,
    },
  },
  sample: {
    id: 'evt_01',
    event: 'contact.created',
    created_at: '2026-07-14T09:12:31+10:00',
    workspace_id: 'wsp_4Q7',
    data: { contact: { id: 'con_8H2' } },
  },
});
