/**
 * @module The six ideas as scenarios to import into Make: what receives and verifies events without
 * the Kolvera app, then the idea's steps.
 *
 * Modules, their versions and the names of their fields are those of scenarios that users of Make
 * have exported.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Idea, IdeaStep, MappedField } from './ideas.ts';
import { definitionOf, titleOf } from './ideas-document.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

interface Condition extends JsonObject {
  readonly a: string;
  readonly o: string;
}

interface Blueprint extends JsonObject {
  readonly name: string;
  readonly flow: readonly JsonObject[];
}

const BLUEPRINTS = resolve(import.meta.dirname, '../../apps/make/blueprints');
/** Custom webhook, filter on the signature, Parse JSON: written by hand. */
const verified: Blueprint = JSON.parse(
  readFileSync(resolve(BLUEPRINTS, 'verified-custom-webhook.json'), 'utf8'),
);
/** The module of it that hands out the event. */
const EVENT = 2;

export function makeBlueprint(idea: Idea): string {
  const filters = idea.steps.filter(isFilter).map(filterCondition);
  const { name, label } = definitionOf(idea);
  const conditions = [{ a: `{{${EVENT}.event}}`, b: name, o: 'text:equal' }, ...filters];
  const steps = idea.steps.filter((step) => !isFilter(step));
  const blueprint: Blueprint = {
    ...verified,
    name: `Kolvera: ${titleOf(idea)}`,
    flow: [
      ...verified.flow,
      ...steps.map((step, index) => ({
        id: EVENT + 1 + index,
        ...moduleOf(step),
        ...(index === 0 && { filter: { name: label, conditions: [conditions] } }),
        metadata: { designer: { x: 300 * (EVENT + index), y: 0 } },
      })),
    ],
  };
  return `${JSON.stringify(blueprint, null, 2)}\n`;
}

/** In Make, a filter belongs to the module after it. */
function isFilter({ app }: IdeaStep): boolean {
  return app === 'Filter by Zapier';
}

function filterCondition({ fields }: IdeaStep): Condition {
  const [field] = fields;
  return { a: mapped(field?.from ?? []), o: 'exist' };
}

function moduleOf(step: IdeaStep): JsonObject {
  const name = `${step.app}: ${step.action}`;
  const found = modules[name];
  if (found === undefined) throw new RangeError(`Make has no module for ${name} here.`);
  const { mapper, ...module } = found(step.fields);
  return { ...module, parameters: {}, mapper };
}

interface MakeModule extends JsonObject {
  readonly module: string;
  readonly version: number;
  readonly mapper: JsonObject;
}

/** By the app and the action of the idea's step. */
const modules: Readonly<Record<string, (fields: readonly MappedField[]) => MakeModule>> = {
  'Google Sheets: Create Spreadsheet Row': (fields) => ({
    module: 'google-sheets:addRow',
    version: 2,
    mapper: {
      from: 'drive',
      mode: 'select',
      values: Object.fromEntries(fields.map(({ from }, column) => [column, mapped(from)])),
      includesHeaders: true,
      insertDataOption: 'INSERT_ROWS',
      // A name that starts with "=" is a text and no formula.
      valueInputOption: 'RAW',
      insertUnformatted: false,
    },
  }),
  'Slack: Send Channel Message': ([message]) => ({
    module: 'slack:CreateMessage',
    version: 4,
    mapper: {
      channelWType: 'manualy',
      channel: '',
      text: mapped(message?.from ?? [], withoutMentions),
      parse: false,
      mrkdwn: false,
    },
  }),
  'HubSpot: Create Deal': (fields) => ({
    module: 'hubspotcrm:createDeal',
    version: 2,
    mapper: {
      ...{ _method: 'all', parseCustomFields: true, pipeline: 'default' },
      ...hubSpotFields(fields),
    },
  }),
  'HubSpot: Create or Update Contact': (fields) => ({
    module: 'hubspotcrm:upsertAContact',
    version: 2,
    mapper: {
      ...{ _method: 'all', parseCustomFields: true, swapPrimaryEmail: false },
      ...hubSpotFields(fields),
    },
  }),
  'Webhooks by Zapier: POST': (fields) => ({
    module: 'http:ActionSendData',
    version: 3,
    mapper: {
      url: '',
      method: 'post',
      headers: [],
      qs: [],
      bodyType: 'x_www_form_urlencoded',
      fields: fields.map(({ field, from }) => ({ key: field, value: mapped(from) })),
      ...{ serializeUrl: false, parseResponse: false, gzip: true, useQuerystring: false },
      ...{ followRedirect: false, followAllRedirects: false, rejectUnauthorized: true },
      ...{ shareCookies: false, useMtls: false, timeout: '' },
    },
  }),
};

/** HubSpot's names of the fields and of the values that are typed in. */
const hubSpot: Readonly<Record<string, string>> = {
  'Deal Name': 'dealname',
  'Deal Stage': 'dealstage',
  'Deal Description': 'description',
  'Contact Email': 'email',
  'First Name': 'firstname',
  'Last Name': 'lastname',
  'Job Title': 'jobtitle',
  'Company Name': 'company',
  'Phone Number': 'phone',
  'Lead Status': 'hs_lead_status',
  Message: 'message',
  'Appointment Scheduled': 'appointmentscheduled',
  Unqualified: 'UNQUALIFIED',
};

function hubSpotFields(fields: readonly MappedField[]): JsonObject {
  return Object.fromEntries(
    fields.map(({ field, from }) => {
      const name = hubSpot[field];
      if (name === undefined) throw new RangeError(`HubSpot's name of ${field} is not known here.`);
      const value = mapped(from);
      return [name, hubSpot[value] ?? value];
    }),
  );
}

/** Slack reads `<!channel>` and `<@…>` as mentions, even in what somebody has replied. */
function withoutMentions(value: string): string {
  return `replace(ifempty(${value}; ""); "/</g"; "&lt;")`;
}

/** Paths and typed texts as one text of Make's, with a space between them. */
function mapped(from: readonly string[], expression = (value: string) => value): string {
  return from
    .map((part) =>
      part.startsWith('"') ? part.slice(1, -1) : `{{${expression(`${EVENT}.${part}`)}}}`,
    )
    .join(' ')
    .replaceAll(' :', ':');
}
