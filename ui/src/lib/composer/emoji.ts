/** The emoji there are, in both languages, read when the picker first opens; and those used last. */
export interface Emoji {
  emoji: string;
  label: string;
  /** Label and tags of both languages, folded, to search in. */
  words: string;
  group: number;
}

interface Compact {
  unicode: string;
  label: string;
  group?: number;
  tags?: string[];
}

let loading: Promise<Emoji[]> | null = null;

export function allEmoji(locale: 'en' | 'zh-CN'): Promise<Emoji[]> {
  loading ??= Promise.all([
    import('emojibase-data/en/compact.json') as Promise<{ default: Compact[] }>,
    import('emojibase-data/zh/compact.json') as Promise<{ default: Compact[] }>,
  ]).then(([en, zh]) => merge(en.default, zh.default));
  return loading.then((all) =>
    locale === 'en' ? all : all.map((each) => ({ ...each, label: chinese.get(each.emoji) ?? each.label })),
  );
}

const chinese = new Map<string, string>();
/** Skin tones and the like: parts, not emoji to send. */
const COMPONENTS = 2;

function merge(en: Compact[], zh: Compact[]): Emoji[] {
  const tags = new Map(zh.map((each) => [each.unicode, each]));
  return en
    .filter((each) => each.group !== undefined && each.group !== COMPONENTS)
    .map((each) => {
      const other = tags.get(each.unicode);
      if (other) chinese.set(each.unicode, other.label);
      const words = [each.label, ...(each.tags ?? []), other?.label ?? '', ...(other?.tags ?? [])];
      return {
        emoji: each.unicode,
        label: each.label,
        words: words.join(' ').toLowerCase(),
        group: each.group ?? 0,
      };
    });
}

export function searchEmoji(all: Emoji[], query: string): Emoji[] {
  const words = query.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return all;
  const found = all.filter((each) => words.every((word) => each.words.includes(word)));
  const first = words[0] ?? '';
  // What is called so comes before what is merely tagged so.
  return found.sort((a, b) => Number(!a.words.startsWith(first)) - Number(!b.words.startsWith(first)));
}

const RECENT = 'hearth.emoji.recent';
const KEPT = 16;
const AT_FIRST = ['👍', '❤️', '😂', '🙏', '🎉', '🔥', '😊', '👌'];

/** A convenience of this window only; losing it loses nothing. */
export function recentEmoji(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    const list = Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
    return list.length > 0 ? list : AT_FIRST;
  } catch {
    return AT_FIRST;
  }
}

export function rememberEmoji(emoji: string): string[] {
  const list = [emoji, ...recentEmoji().filter((each) => each !== emoji)].slice(0, KEPT);
  try {
    localStorage.setItem(RECENT, JSON.stringify(list));
  } catch {
    // Full or forbidden: then they are not remembered.
  }
  return list;
}
