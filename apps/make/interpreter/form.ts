/** @module A form of Make: fills in defaults and refuses what the parameters do not allow. */
import { type Collection, isArray, isEmpty, type Value } from './iml/value.ts';
import { MakeError } from './make-error.ts';
import { collection, list, part, text } from './section.ts';

/**
 * The values of all parameters; null where the user left one empty.
 * @throws MakeError as Make's form would refuse; TypeError for a value that no parameter has.
 */
export function fillIn(params: Value, values: Collection): Collection {
  const parameters = list(params, 'The form').map((entry) => collection(entry, 'A parameter'));
  const names = parameters.map(({ name }) => text(name, 'A name'));
  const unknown = Object.keys(values).filter((key) => !names.includes(key));
  if (unknown.length > 0) throw new TypeError(`The form has no ${unknown}.`);
  return Object.fromEntries(
    parameters.map((parameter, index) => {
      const name = names[index] ?? '';
      const given = values[name] === undefined ? (parameter.default ?? null) : values[name];
      check(parameter, given);
      return [name, given];
    }),
  );
}

function check(parameter: Collection, value: Value): void {
  const { label, type, required, multiple } = parameter;
  if (isEmpty(value) || (isArray(value) && value.length === 0)) {
    if (required)
      throw new MakeError('DataError', `Missing value of required parameter "${label}".`);
    return;
  }
  const pattern = part(parameter, 'validate', 'pattern');
  const fits =
    (type !== 'boolean' || typeof value === 'boolean') &&
    (type !== 'array' || hasItems(parameter, value)) &&
    (type !== 'select' || isChosen(parameter, multiple ? list(value, 'A choice') : [value])) &&
    (pattern === undefined ||
      new RegExp(text(pattern, 'A pattern'), 'u').test(text(value, 'A value')));
  if (!fits) throw new MakeError('DataError', `Invalid value in parameter "${label}".`);
}

function isChosen(parameter: Collection, choice: readonly Value[]): boolean {
  const options = list(parameter.options, 'The options').map((option) => part(option, 'value'));
  return choice.every((value) => options.includes(value));
}

/** Of an array whose items have one plain type; rows of fields are checked nowhere yet. */
function hasItems(parameter: Collection, value: Value): boolean {
  const isText = part(parameter, 'spec', 'type') === 'text';
  return isArray(value) && (!isText || value.every((item) => typeof item === 'string'));
}
