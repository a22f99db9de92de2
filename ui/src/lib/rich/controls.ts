/**
 * Characters that nobody sees. Those that turn the direction of text around are shown by their number where they could
 * make words lie; those without a width never hide inside an address.
 */

/** Overrides: they turn letters themselves around, which no honest sentence needs. */
const OVERRIDES = /[\u202D\u202E]/gu;
/** All that opens or closes a direction. */
const DIRECTIONS = /[\u202A-\u202E\u2066-\u2069]/gu;
/** No width at all, or none that anybody could see. */
const NO_WIDTH = /\p{Default_Ignorable_Code_Point}/gu;
/** Control characters that draw nothing or a box. Tab and line feed are kept. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu;

const numbered = (sign: string): string =>
  `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Words of a sentence. Right-to-left scripts keep the marks that they need. */
export function plainWords(text: string): string {
  return text.replace(OVERRIDES, numbered).replace(CONTROLS, '');
}

/** Words whose every letter counts: code, addresses. */
export function literal(text: string): string {
  return text.replace(DIRECTIONS, numbered).replace(CONTROLS, '');
}

/** What is left to see of it. */
export function visible(text: string): string {
  return text.replace(DIRECTIONS, '').replace(NO_WIDTH, '').replace(CONTROLS, '');
}
