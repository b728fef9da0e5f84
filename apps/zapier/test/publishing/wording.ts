/** @module What Zapier asks of texts that users read. */

export const MARKDOWN_LINK = /\[[^\][]+\]\(https:\/\/[^\s)]+\)/;

/** Words that Title Case leaves small inside a label. */
const SMALL_WORD = /^(a|an|and|as|at|but|by|for|from|in|nor|of|on|or|per|the|to|up|via|with)$/;

/** Whether a text has an address outside a Markdown link and outside backticks. */
export function hasBareLink(text: string): boolean {
  const rest = text.replace(/`[^`]*`/g, '').replaceAll(new RegExp(MARKDOWN_LINK, 'g'), '');
  return /https?:\/\/|\]\(|\[[^\]]*\(/.test(rest);
}

export function isTitleCase(label: string): boolean {
  return label
    .split(' ')
    .every((word, index) => /^[A-Z0-9]/.test(word) || (index > 0 && SMALL_WORD.test(word)));
}
