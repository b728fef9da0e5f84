/** @module Labels as Make's reviewers want them: in sentence case. */

/** `LinkedIn URL of Contact` → `LinkedIn URL of contact`: names and abbreviations stay. */
export function sentenceCase(label: string): string {
  const [first = '', ...others] = label.split(' ');
  const lower = (word: string) => (/^[A-Z][a-z]+$/u.test(word) ? word.toLowerCase() : word);
  return [first, ...others.map(lower)].join(' ');
}
