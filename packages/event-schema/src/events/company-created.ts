import { object } from '../describe-field.ts';
import { company } from '../entities/company.ts';
import { defineEvent } from '../event-definition.ts';

export const companyCreated = defineEvent({
  name: 'company.created',
  category: 'Company',
  subject: 'company',
  label: 'New Company',
  noun: 'Company',
  firesWhen: 'Triggers when a new company record is added.',
  data: { company: object('assumed', 'Company', 'The company that was added.', company) },
  sample: {
    id: 'evt_01J2R1X9GZ',
    event: 'company.created',
    created_at: '2026-07-14T16:28:04+08:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      company: {
        id: 'com_2B7LP9',
        name: 'Karri Ridge Minerals',
        domain: 'karriridge.example',
        industry: 'Mining services',
        location: 'Perth, Western Australia',
        employee_count: 340,
        ai_sector: 'Professional Services',
        ai_subsector: 'Geological consulting',
        is_client: false,
        buying_triggers: ['New site opened in Kalgoorlie', 'Hiring sales staff'],
        bd_status: 'active sequence',
        created_at: '2026-07-14T16:28:04+08:00',
        updated_at: '2026-07-14T16:28:04+08:00',
      },
    },
  },
});
