/**
 * @module What Make's schemas allow in requests, answers and incoming communication
 * (api.json, base.json, response.json, sources.json and enums.json of the VS Code extension).
 * Directives that this app has no use for are unknown keys here.
 */
import { isObject } from '@kolvera/event-schema';
import {
  all,
  anything,
  arrayOf,
  boolean,
  type Check,
  either,
  integer,
  object,
  oneOfOrExpression,
  problem,
  recordOf,
  text,
} from './check.ts';

const url = text(1, 512);
const condition = either(text(), boolean);

/** Headers and query parameters: a collection for a value is refused. */
const flat: Check = (value, at) => {
  if (!isObject(value)) return problem('wrong-type', at, 'is not an object');
  return Object.entries(value).flatMap(([key, inner]) =>
    isObject(inner) ? problem('not-flat', `${at}.${key}`, 'is a collection') : [],
  );
};

const errorType = oneOfOrExpression(
  'RuntimeError',
  'DataError',
  'RateLimitError',
  'OutOfSpaceError',
  'ConnectionError',
  'InvalidConfigurationError',
  'InvalidAccessTokenError',
  'IncompleteDataError',
  'DuplicateDataError',
);
const errorMessage = object({ message: text(0, 1024) }, { type: errorType });
const error = object({ message: text(0, 1024) }, { type: errorType }, [/^\d{3}$/u, errorMessage]);

const log = object({}, { sanitize: arrayOf(text()) });

const baseResponse = { valid: condition, error, output: anything };
const response = object(
  {},
  {
    ...baseResponse,
    iterate: either(text(), object({ container: text() }, { condition })),
    data: recordOf(anything),
    metadata: object({}, { value: text(0, 512), type: oneOfOrExpression('text', 'email') }),
    uid: text(),
  },
);

const request = {
  url,
  method: oneOfOrExpression('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
  headers: flat,
  qs: flat,
  body: anything,
  type: oneOfOrExpression(
    'json',
    'urlencoded',
    'multipart/form-data',
    'text',
    'string',
    'raw',
    'binary',
  ),
  followRedirects: boolean,
  followAllRedirects: boolean,
  condition,
  log,
  temp: recordOf(anything),
};

/** A request with a body has to state it. */
function bodyFor(...methods: readonly string[]): Check {
  return (value, at) => {
    if (!isObject(value) || !methods.includes(String(value.method))) return [];
    const whole = Object.hasOwn(value, 'url') && Object.hasOwn(value, 'body');
    return whole ? [] : problem('missing-body', at, `is a ${value.method} without url or body`);
  };
}

/** `api`, `attach` and `detach`. Without a request it is `{}` or an answer alone. */
export const requestRules = all(
  object({}, { ...request, response }),
  bodyFor('POST', 'PUT', 'PATCH'),
);

export const baseRules = all(
  object(
    {},
    {
      ...request,
      baseUrl: url,
      timeout: integer(1, 300_000),
      response: object({}, baseResponse),
    },
  ),
  bodyFor('POST', 'PUT', 'PATCH', 'DELETE'),
);

const respond = object(
  {},
  {
    type: oneOfOrExpression('json', 'urlencoded', 'text'),
    status: either(integer(100, 999), text()),
    headers: flat,
    body: anything,
  },
);

/** A webhook's `api`. */
export const incomingRules = object(
  {},
  {
    verification: object({}, { condition, respond }),
    condition,
    respond,
    output: anything,
    temp: recordOf(anything),
  },
);
