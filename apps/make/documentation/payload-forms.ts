/** @module In which forms of a payload the definitions recognise a genuine signature. */
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { handleDelivery } from '../interpreter/handle-delivery.ts';
import type { Value } from '../interpreter/iml/value.ts';

export interface PayloadForm {
  readonly form: string;
  readonly example: string;
}

const event = '"event":"contact.created"';

/** What Kolvera could write; it has not published how it does. Examples are whole bodies. */
export const payloadForms: readonly PayloadForm[] = [
  { form: 'Compact, as JavaScript’s JSON.stringify writes', example: `{${event},"data":{"n":1}}` },
  {
    form: 'Accents, other scripts and emoji as they are',
    example: `{${event},"name":"Zoë 東京 🦘"}`,
  },
  {
    form: 'Quotes, backslashes and line breaks escaped',
    example: `{${event},"notes":"\\"a\\\\b\\n"}`,
  },
  { form: 'Keys in any order', example: `{"workspace_id":"w",${event},"id":"e"}` },
  {
    form: 'Numbers as they are usually written',
    example: `{${event},"a":0.25,"b":-3,"c":9007199254740991}`,
  },
  { form: 'Empty values', example: `{${event},"a":null,"b":"","c":[],"d":{}}` },
  {
    form: 'Spaces after colons and commas (Python’s default)',
    example: `{"event": "contact.created", "n": 1}`,
  },
  { form: 'Indented', example: `{\n  ${event}\n}` },
  { form: 'A line break at the end', example: `{${event}}\n` },
  {
    form: 'Accents escaped (Python’s and PHP’s default)',
    example: `{${event},"name":"Zo\\u00eb"}`,
  },
  { form: 'Slashes escaped (PHP’s default)', example: `{${event},"url":"https:\\/\\/a.example"}` },
  { form: '<, > and & escaped (Go’s and Rails’ default)', example: `{${event},"a":"R\\u0026D"}` },
  { form: 'Whole numbers with a decimal point', example: `{${event},"credits":1.0}` },
  { form: 'Numbers with an exponent', example: `{${event},"n":1e2}` },
  { form: 'Integers beyond 2^53', example: `{${event},"id":9007199254740993}` },
  { form: 'A key twice', example: `{${event},"n":1,"n":2}` },
  { form: 'Keys that are numbers, out of order', example: `{${event},"steps":{"2":"b","1":"a"}}` },
];

const SECRET = 'whsec_for_the_table';
const unset = { campaigns: null, changedFields: null, secret: null };

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
      parameters: { events: ['*'], verify: true, ...unset },
      data: { issuedSecret: SECRET },
      verificationAnswers: true,
    },
  );
  return bundle !== undefined;
}
