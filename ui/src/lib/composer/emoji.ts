/** The emoji there are, in both languages, read from beside the page when they are first asked for; and how they are found. */
export interface Emoji {
  emoji: string;
  /** What it is called, in the language of the window. */
  label: string;
  /** What stands between the colons, best first. At least one. */
  codes: string[];
  /** Labels and tags of both languages, folded, to search in. */
  words: string;
  group: number;
  /** The same in five skin tones, light first; empty where it has none. */
  tones: string[];
}

interface Compact {
  hexcode: string;
  unicode: string;
  label: string;
  group?: number;
  tags?: string[];
  skins?: { unicode: string }[];
}

type Codes = Record<string, string | string[]>;

/** The groups in their order, by the number that the data gives them. Skin tones and the like (2) are parts, not emoji. */
export const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
export const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'] as const;

interface Known {
  all: Emoji[];
  chinese: Map<string, string>;
}
let loading: Promise<Known> | null = null;

export async function allEmoji(locale: 'en' | 'zh-CN'): Promise<Emoji[]> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  const { all, chinese } = await loading;
  return locale === 'en'
    ? all
    : all.map((each) => ({ ...each, label: chinese.get(each.emoji) ?? each.label }));
}

async function load(): Promise<Known> {
  const [en, zh, codes] = await Promise.all([
    import('emojibase-data/en/compact.json') as Promise<{ default: Compact[] }>,
    import('emojibase-data/zh/compact.json') as Promise<{ default: Compact[] }>,
    import('emojibase-data/en/shortcodes/github.json') as Promise<{ default: Codes }>,
  ]);
  return merge(en.default, zh.default, codes.default);
}

function merge(en: Compact[], zh: Compact[], codes: Codes): Known {
  const others = new Map(zh.map((each) => [each.hexcode, each]));
  const groups: readonly number[] = GROUPS;
  const chinese = new Map<string, string>();
  const all = en.flatMap((each): Emoji[] => {
    const { group } = each;
    if (group === undefined || !groups.includes(group)) return [];
    const other = others.get(each.hexcode);
    const emoji = plain(each.unicode);
    if (other) chinese.set(emoji, other.label);
    const words = [each.label, ...(each.tags ?? []), other?.label ?? '', ...(other?.tags ?? [])];
    const known = codes[each.hexcode] ?? [];
    const own = each.label.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_');
    return [
      {
        emoji,
        label: each.label,
        codes: [...new Set([known, own].flat())],
        words: words.join(' ').toLowerCase(),
        group,
        tones: tonesOf(each),
      },
    ];
  });
  return { all, chinese };
}

/**
 * Without the sign that asks for colour where colour is the rule anyway: so 👍 is the same characters, and the same reaction,
 * wherever it was chosen.
 */
const plain = (emoji: string) => emoji.replaceAll(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');

/** Pairs of people come in every mixture of tones; here both have the same. */
function tonesOf({ skins }: Compact): string[] {
  const found = TONES.map(
    (tone) =>
      skins?.find(({ unicode }) => {
        const tones = [...unicode].filter((sign) => (TONES as readonly string[]).includes(sign));
        return tones.length > 0 && tones.every((sign) => sign === tone);
      })?.unicode,
  );
  return found.every((each) => each !== undefined) ? found : [];
}

/** How an emoji looks in a skin tone: 0 for none, else 1 to 5. */
export const inTone = (each: Emoji, tone: number): string => each.tones[tone - 1] ?? each.emoji;

export function searchEmoji(all: Emoji[], query: string): Emoji[] {
  const words = query.trim().toLowerCase().replaceAll(':', '').split(/\s+/u).filter(Boolean);
  const first = words[0];
  if (first === undefined) return all;
  return all
    .filter((each) => words.every((word) => each.words.includes(word) || hasCode(each, word)))
    .map((each) => ({ each, rank: rankOf(each, first) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ each }) => each);
}

/** Those that a shortcode or a Chinese name may become, best first: `thumbs_up` is searched as words. */
export function completeEmoji(all: Emoji[], query: string, most: number): Emoji[] {
  return searchEmoji(all, query.replaceAll('_', ' ')).slice(0, most);
}

export function emojiByCode(all: Emoji[], code: string): Emoji | undefined {
  const wanted = code.toLowerCase();
  return all.find((each) => each.codes.includes(wanted));
}

/** The one that looks so, in whatever skin tone. What is kept is drawn as it was chosen. */
export function emojiNamed(all: Emoji[], emoji: string): Emoji | undefined {
  const found = all.find((each) => each.emoji === emoji || each.tones.includes(emoji));
  return found && { ...found, emoji, tones: [] };
}

const hasCode = (each: Emoji, word: string) => each.codes.some((code) => code.startsWith(word));

/** What is called so comes before what is merely tagged so. */
function rankOf(each: Emoji, word: string): number {
  if (each.codes.includes(word)) return 0;
  if (each.label.toLowerCase().startsWith(word)) return 1;
  if (hasCode(each, word)) return 2;
  return each.words.split(' ').some((other) => other.startsWith(word)) ? 3 : 4;
}
