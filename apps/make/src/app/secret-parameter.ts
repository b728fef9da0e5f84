/** @module What the form's fields for an API key or a secret share. */

/** Hidden, and refused with the white space that pasting adds: @kolvera/signature refuses it too. */
export const secretParameter = {
  type: 'password',
  validate: { pattern: '^\\S(.*\\S)?$' },
} as const;
