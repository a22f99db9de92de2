/**
 * Whether words can be checked against a dictionary. Those of scripts that none is made for would all be marked by the
 * dictionary of another language, so a text that holds any is left alone.
 */
const WITHOUT_DICTIONARY =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export const canBeChecked = (words: string): boolean => !WITHOUT_DICTIONARY.test(words);
