/** @module In which forms of a payload the definitions recognise a genuine signature. */
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { handleDelivery } from '../interpreter/handle-delivery.ts';
import type { Value } from '../interpreter/iml/value.ts';

export interface PayloadForm {
  readonly form: string;
  readonly example: string;
}

const event = '"event":"contact.created"';
const examples: readonly (readonly [form: string, example: string])[] = [
  ['Compact, as JavaScript’s JSON.stringify writes', `{${event},"data":{"n":1}}`],
  ['Accents, other scripts and emoji as they are', `{${event},"name":"Zoë 東京 🦘"}`],
  ['Quotes, backslashes and line breaks escaped', `{${event},"notes":"\\"a\\\\b\\n"}`],
  ['Keys in any order', `{"workspace_id":"w",${event},"id":"e"}`],
  ['Numbers as they are usually written', `{${event},"a":0.25,"b":-3,"c":9007199254740991}`],
  ['Empty values', `{${event},"a":null,"b":"","c":[],"d":{}}`],
  ['Spaces after colons and commas (Python’s default)', '{"event": "contact.created", "n": 1}'],
  ['Indented', `{\n  ${event}\n}`],
  ['A line break at the end', `{${event}}\n`],
  ['Accents escaped (Python’s and PHP’s default)', `{${event},"name":"Zo\\u00eb"}`],
  ['Slashes escaped (PHP’s default)', `{${event},"url":"https:\\/\\/a.example"}`],
  ['<, > and & escaped (Go’s and Rails’ default)', `{${event},"a":"R\\u0026D"}`],
  ['Whole numbers with a decimal point', `{${event},"credits":1.0}`],
  ['Numbers with an exponent', `{${event},"n":1e2}`],
  ['Integers beyond 2^53', `{${event},"id":9007199254740993}`],
  ['A key twice', `{${event},"n":1,"n":2}`],
  ['Keys that are numbers, out of order', `{${event},"steps":{"2":"b","1":"a"}}`],
];

/** What Kolvera could write; it has not published how it writes. Examples are whole bodies. */
export const payloadForms: readonly PayloadForm[] = examples.map(([form, example]) => ({
  form,
  example,
}));

const SECRET = 'whsec_for_the_table';

/** Whether the webhook's communication takes the example when it is genuinely signed. */
export function isVerified(communication: Value, { example }: PayloadForm): boolean {
  const { bundle } = handleDelivery(
    communication,
    {
      method: 'POST',
      query: {},
      headers: { [SIGNATURE_HEADER]: sign(example, SECRET) },
      body: JSON.parse(example),
    },
    {
      parameters: { events: ['*'], verify: 'refuse', secret: null },
      data: { issuedSecret: SECRET },
      verificationAnswers: true,
    },
  );
  return bundle !== undefined;
}
