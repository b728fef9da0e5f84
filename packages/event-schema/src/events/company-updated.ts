import { list, object, text } from '../describe-field.ts';
import { company } from '../entities/company.ts';
import { defineEvent } from '../event-definition.ts';

export const companyUpdated = defineEvent({
  name: 'company.updated',
  category: 'Company',
  subject: 'company',
  label: 'Company Updated',
  noun: 'Company',
  firesWhen: 'Triggers when company details are changed.',
  narrowedBy: ['changedFields'],
  data: {
    company: object('assumed', 'Company', 'The company after the change.', company),
    changed_fields: list(
      'assumed',
      'Changed Fields',
      "The names of the company's fields that changed.",
      text('assumed', 'Changed Field', 'The name of one field that changed.'),
      { important: true },
    ),
  },
  sample: {
    id: 'evt_01J2YB6HRD',
    event: 'company.updated',
    created_at: '2026-07-17T10:15:52+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      company: {
        id: 'com_6F1TS3',
        name: 'Bellbird Payroll',
        domain: 'bellbird.example',
        industry: 'Business software',
        location: 'Sydney, New South Wales',
        employee_count: 85,
        ai_sector: 'SaaS / Software',
        ai_subsector: 'Payroll and workforce',
        is_client: true,
        buying_triggers: ['Raised a Series B'],
        bd_status: 'meeting',
        created_at: '2026-04-29T11:06:40+10:00',
        updated_at: '2026-07-17T10:15:52+10:00',
      },
      changed_fields: ['employee_count', 'is_client', 'bd_status'],
    },
  },
});
