/** Which emoji were used last, and in which skin tone. A convenience of this computer only; losing it loses nothing. */
const RECENT = 'hearth.emoji.recent';
const TONE = 'hearth.emoji.tone';
const KEPT = 24;
const AT_FIRST = ['👍', '❤️', '😂', '🙏', '🎉', '🔥', '😊', '👌'];

export function recentEmoji(): string[] {
  const kept = read(RECENT);
  const list = Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(0, KEPT) : [];
  return list.length > 0 ? list : AT_FIRST;
}

export function rememberEmoji(emoji: string): string[] {
  const list = [emoji, ...recentEmoji().filter((each) => each !== emoji)].slice(0, KEPT);
  write(RECENT, list);
  return list;
}

/** 0 for none, else 1 (light) to 5 (dark). */
export function rememberedTone(): number {
  const tone = read(TONE);
  return typeof tone === 'number' && Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0;
}

export const rememberTone = (tone: number): void => write(TONE, tone);

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function write(key: string, value: unknown) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: then it is not remembered.
  }
}
