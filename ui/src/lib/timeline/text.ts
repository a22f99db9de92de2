/** What a whole text is like: only emoji, or in which script. */
const ONLY_EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}|\s)+$/v;
const LARGE_UP_TO = 6;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A few emoji and nothing else: shown large, without a bubble. */
export function isOnlyEmoji(text: string): boolean {
  const short = text.trim();
  if (short === '' || short.length > 80 || !ONLY_EMOJI.test(short)) return false;
  return [...graphemes.segment(short.replaceAll(/\s/gu, ''))].length <= LARGE_UP_TO;
}

/** The language of the glyphs, where the text itself says it; so that Han characters get their right shapes. */
export function languageOf(text: string): string | undefined {
  if (/\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN';
  return undefined;
}
