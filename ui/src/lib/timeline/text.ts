/** The parts of a message's text: plain words, web links, mentions of the reader. Never markup. */
export type Part =
  { part: 'text'; text: string } | { part: 'link'; text: string; url: string } | { part: 'me'; text: string };

/** Ends at white space, at brackets and quotes, and at the punctuation of Chinese and Japanese. */
const LINK = /\bhttps?:\/\/[^\s<>"'「」『』“”‘’（）《》【】，。；：？！、]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?…]+$/u;

export function partsOf(text: string, names: string[] = []): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const url = trimmed(match[0]);
    if (!isWeb(url)) continue;
    plain(text.slice(at, match.index), names, parts);
    parts.push({ part: 'link', text: url, url });
    at = match.index + url.length;
  }
  plain(text.slice(at), names, parts);
  return parts;
}

function trimmed(url: string): string {
  let end = url.replace(TRAILING, '');
  // A closing bracket belongs to the address only where it was opened in it.
  while (end.endsWith(')') && count(end, ')') > count(end, '(')) end = end.slice(0, -1).replace(TRAILING, '');
  return end;
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

function isWeb(url: string): boolean {
  try {
    return new URL(url).hostname !== '';
  } catch {
    return false;
  }
}

function plain(text: string, names: string[], parts: Part[]) {
  let rest = text;
  while (rest !== '') {
    const found = firstName(rest, names);
    if (!found) break;
    if (found.at > 0) parts.push({ part: 'text', text: rest.slice(0, found.at) });
    parts.push({ part: 'me', text: found.text });
    rest = rest.slice(found.at + found.text.length);
  }
  if (rest !== '') parts.push({ part: 'text', text: rest });
}

function firstName(text: string, names: string[]): { at: number; text: string } | null {
  const folded = text.toLowerCase();
  let best: { at: number; text: string } | null = null;
  for (const name of names) {
    const at = folded.indexOf(`@${name.toLowerCase()}`);
    if (at >= 0 && (!best || at < best.at)) best = { at, text: text.slice(at, at + name.length + 1) };
  }
  return best;
}

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
