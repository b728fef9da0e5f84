/**
 * @module Zapier's publishing checks that a definition can be held against, as rules of our own,
 * because `zapier-platform validate` offline looks at none of them. Source: Zapier's integration
 * check reference (read in 2026); the codes are Zapier's, `key` and `label` come from its schema,
 * `description` and `updated` from its build guidelines.
 */
import {
  type App,
  inputFields,
  type Submission,
  staticOutputFields,
  steps,
  texts,
  valueAt,
} from './app-parts.ts';
import { fits, isDateOfAnotherForm } from './sample-values.ts';
import { hasBareLink, isTitleCase, MARKDOWN_LINK } from './wording.ts';

export interface Check {
  readonly code: string;
  /** One sentence: what has to hold. */
  readonly rule: string;
  /** Where it does not hold. */
  findings(submission: Submission): string[];
}

/** Every PNG starts with it; the size, the depth and the colour type (6: RGBA) follow in its header. */
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const RGBA = 6;

const CREDENTIAL = /api[_-]?key|auth|jwt|passwd|password|pswd|secret|signature|token/i;

export const checks: readonly Check[] = [
  {
    code: 'D001',
    rule: 'Input fields ask for no credentials.',
    findings: ({ app }) =>
      steps(app).flatMap((step) =>
        inputFields(step)
          .filter(({ key, label = '' }) => CREDENTIAL.test(key) || /secret|password/i.test(label))
          .map(({ key }) => `${step.name}: input field ${key}`),
      ),
  },
  {
    code: 'D002',
    rule: 'Help for a credential links to where it is found.',
    findings: ({ app }) =>
      (app.authentication?.fields ?? [])
        .filter(({ helpText = '' }) => !MARKDOWN_LINK.test(helpText))
        .map(({ key }) => `authentication field ${key}`),
  },
  {
    code: 'D003',
    rule: 'The connection label is text that names the account and shows no credential.',
    findings({ app }) {
      const label = app.authentication?.connectionLabel;
      if (typeof label !== 'string') return ['authentication.connectionLabel is not text'];
      const names = [...label.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
      if (names.length === 0) return [`"${label}" names nobody`];
      return CREDENTIAL.test(label) ? [`"${label}" shows a credential`] : [];
    },
  },
  {
    code: 'D006',
    rule: 'A REST hook trigger can look up recent events.',
    findings: missing('performList'),
  },
  {
    code: 'D007',
    rule: 'Every address is https.',
    findings: ({ app }) =>
      texts(app)
        .filter(({ text }) => /http:\/\//i.test(text))
        .map(({ at }) => at),
  },
  {
    code: 'D008',
    rule: 'A link in a text is a whole Markdown link, or in backticks.',
    findings: ({ app }) =>
      writtenTexts(app)
        .filter(({ text }) => hasBareLink(text))
        .map(({ at }) => at),
  },
  {
    code: 'D012',
    rule: 'Every trigger and action has a sample.',
    findings: ({ app }) =>
      steps(app)
        .filter(({ operation }) => Object.keys(operation.sample ?? {}).length === 0)
        .map(({ name }) => name),
  },
  {
    code: 'D016',
    rule: 'The app is more than one static hook: a trigger can be subscribed.',
    findings: ({ app }) => {
      const subscribable = steps(app).filter(
        ({ isTrigger, operation }) => isTrigger && 'performSubscribe' in operation,
      );
      return subscribable.length > 0 ? [] : ['no trigger has performSubscribe'];
    },
  },
  {
    code: 'D017',
    rule: 'No trigger is a static hook: each subscribes and unsubscribes.',
    findings: (submission) => [
      ...missing('performSubscribe')(submission),
      ...missing('performUnsubscribe')(submission),
    ],
  },
  {
    code: 'D018',
    rule: 'Labels are in Title Case.',
    findings: ({ app }) =>
      steps(app)
        .filter(({ label }) => !isTitleCase(label))
        .map(({ name, label }) => `${name}: "${label}"`),
  },
  {
    code: 'D021',
    rule: 'A trigger\'s description starts with "Triggers when " and ends with a full stop.',
    findings: ({ app }) =>
      steps(app)
        .filter(
          ({ isTrigger, description }) => isTrigger && !/^Triggers when .+\.$/.test(description),
        )
        .map(({ name, description }) => `${name}: "${description}"`),
  },
  {
    code: 'D023',
    rule: 'Dates in samples are ISO 8601, with a zone when they have a time.',
    findings: ({ app }) =>
      steps(app).flatMap(({ name, operation }) =>
        texts(operation.sample, name)
          .filter(({ text }) => isDateOfAnotherForm(text))
          .map(({ at, text }) => `${at}: ${text}`),
      ),
  },
  {
    code: 'D024',
    rule: "A sample has the required output fields, and each value has its field's type.",
    findings: ({ app }) =>
      steps(app).flatMap((step) =>
        staticOutputFields(step)
          .filter((field) => !fits(field, valueAt(step.operation.sample, field.key)))
          .map(({ key }) => `${step.name}: ${key}`),
      ),
  },
  {
    code: 'D025',
    rule: 'No text is an address that a browser would execute.',
    findings: ({ app }) =>
      texts(app)
        .filter(({ text }) => /\b(javascript|vbscript|data):\S/i.test(text))
        .map(({ at }) => at),
  },
  {
    code: 'D026',
    rule: 'No authentication field takes a domain, so none can lead a request astray.',
    findings: ({ app }) =>
      (app.authentication?.fields ?? [])
        .filter((field) => field.inputFormat || /domain|host|url|site/i.test(field.key))
        .map(({ key }) => `authentication field ${key}`),
  },
  {
    code: 'D028',
    rule: 'The platform does not take empty values out of the input.',
    findings: ({ app }) => (app.flags?.cleanInputData === false ? [] : ['flags.cleanInputData']),
  },
  {
    code: 'description',
    rule: 'A description names no product and is short enough to be read in a list.',
    findings: ({ app }) =>
      steps(app)
        .filter(
          ({ description }) => /kolvera|zapier/i.test(description) || description.length > 140,
        )
        .map(({ name, description }) => `${name}: "${description}"`),
  },
  {
    code: 'updated',
    rule: 'A trigger for changes can be narrowed to some of them.',
    findings: ({ app }) =>
      steps(app)
        .filter((step) => step.isTrigger && /\bUpdated\b/.test(step.label))
        .filter((step) => inputFields(step).length === 0)
        .map(({ name }) => name),
  },
  {
    code: 'M002',
    rule: 'The listing says what the app is in 40-140 characters, without Zapier or sync.',
    findings({ listing: { title, description } }) {
      const isRight =
        description.startsWith(`${title} is a`) &&
        description.length >= 40 &&
        description.length <= 140 &&
        !/zapier|\bsync/i.test(description);
      return isRight ? [] : [description];
    },
  },
  {
    code: 'M004',
    rule: 'The logo is a square PNG of at least 256 pixels, in RGBA.',
    findings({ logo }) {
      if (!logo.subarray(0, PNG.length).equals(PNG)) return ['no PNG'];
      const [width, height, colourType] = [logo.readUInt32BE(16), logo.readUInt32BE(20), logo[25]];
      const isRight = width === height && width >= 256 && colourType === RGBA;
      return isRight ? [] : [`${width} by ${height}, colour type ${colourType}`];
    },
  },
  {
    code: 'key',
    rule: 'A key starts with a letter and has letters, digits and underscores only.',
    findings: ({ app }) =>
      steps(app)
        .filter(({ key }) => !/^[a-zA-Z]+[a-zA-Z0-9_]*$/.test(key))
        .map(({ name }) => name),
  },
  {
    code: 'label',
    rule: 'A label has 2-64 characters.',
    findings: ({ app }) =>
      steps(app)
        .filter(({ label }) => label.length < 2 || label.length > 64)
        .map(({ name, label }) => `${name}: "${label}"`),
  },
];

function missing(method: string): Check['findings'] {
  return ({ app }) =>
    steps(app)
      .filter(({ isTrigger, operation }) => isTrigger && !(method in operation))
      .map(({ name }) => `${name}: ${method}`);
}

/** What a person reads: descriptions and help. */
function writtenTexts(app: App) {
  const fields = [
    ...(app.authentication?.fields ?? []).map((field) => ['authentication', field] as const),
    ...steps(app).flatMap((step) => inputFields(step).map((f) => [step.name, f] as const)),
  ];
  return [
    ...steps(app).map(({ name, description }) => ({ at: name, text: description })),
    ...fields.map(([at, { key, helpText = '' }]) => ({ at: `${at}: ${key}`, text: helpText })),
  ];
}
