// Generated from the catalogue by `npm run generate -w @kolvera/event-schema`; do not edit.
// Apart from the catalogue, so that whoever only parses does not carry its labels and samples.
import type { KnownEvent } from '../known-event.ts';

const contactFields = ["id","contact_id","name","first_name","last_name","title","company","email","email_status","phone","linkedin_url","is_prospect","outreach_stage","candidate_stage","candidate_grade","notes","prospect_notes","candidate_notes","prospect_next_action","prospect_next_action_date","candidate_next_action","candidate_next_action_date","salary_zone","notice_period","work_rights","icp_id","created_at","updated_at"];
const contactFields2 = ["id","contact_id","name","first_name","last_name","title","company","email","email_status","linkedin_url","is_prospect","outreach_stage","candidate_stage","candidate_grade","notes","prospect_notes","candidate_notes","prospect_next_action","prospect_next_action_date","candidate_next_action","candidate_next_action_date","salary_zone","notice_period","work_rights","icp_id","created_at","updated_at"];
const companyFields = ["id","name","domain","industry","location","employee_count","ai_sector","ai_subsector","is_client","buying_triggers","bd_status","created_at","updated_at"];
const campaignFields = ["id","name","status","icp_id","variant_mode","daily_limit","send_start_hour","send_end_hour","send_days","send_timezone","min_delay_minutes","max_delay_minutes","created_at","updated_at"];
const meetingFields = ["id","title","starts_at","ends_at","timezone","location","status"];
const jobFields = ["job_key","type","status","icp_id","requested","processed","found","failed","credits_used","started_at","completed_at"];

export const knownEvents: ReadonlyMap<string, KnownEvent> = /* @__PURE__ */ new Map<string, KnownEvent>([
  ['contact.created', { record: { key: 'contact', fields: contactFields }, keys: ["contact"], narrowedBy: [] }],
  ['contact.updated', { record: { key: 'contact', fields: contactFields }, keys: ["contact","changed_fields"], narrowedBy: ["changedFields"] }],
  ['contact.enriched', { record: { key: 'contact', fields: contactFields }, keys: ["contact","found","credits_used"], narrowedBy: [] }],
  ['contact.phone_found', { record: { key: 'contact', fields: contactFields2 }, keys: ["contact","phone","phone_type","credits_used"], narrowedBy: [] }],
  ['company.created', { record: { key: 'company', fields: companyFields }, keys: ["company"], narrowedBy: [] }],
  ['company.updated', { record: { key: 'company', fields: companyFields }, keys: ["company","changed_fields"], narrowedBy: ["changedFields"] }],
  ['campaign.activated', { record: { key: 'campaign', fields: campaignFields }, keys: ["campaign","enrolled_count","activated_at"], narrowedBy: ["campaigns"] }],
  ['campaign.completed', { record: { key: 'campaign', fields: campaignFields }, keys: ["campaign","stats","completed_at"], narrowedBy: ["campaigns"] }],
  ['campaign.email.sent', { record: null, keys: ["campaign","contact","step","inbox","sent_at"], narrowedBy: ["campaigns"] }],
  ['campaign.email.replied', { record: null, keys: ["campaign","contact","step","inbox","sent_at","reply","replied_at"], narrowedBy: ["campaigns"] }],
  ['campaign.email.bounced', { record: null, keys: ["campaign","contact","step","inbox","sent_at","bounce","bounced_at"], narrowedBy: ["campaigns"] }],
  ['meeting.booked', { record: { key: 'meeting', fields: meetingFields }, keys: ["meeting","contact","company"], narrowedBy: [] }],
  ['meeting.completed', { record: { key: 'meeting', fields: meetingFields }, keys: ["meeting","contact","company","outcome","completed_at"], narrowedBy: [] }],
  ['enrichment.completed', { record: { key: 'job', fields: jobFields }, keys: ["job"], narrowedBy: [] }],
]);
