/**
 * The filters of the query language as somebody types them: which word stands at the cursor, what may follow it, and how
 * a value is written down. It parses nothing: what a question means, the desk says.
 */
import type { PartKind } from '../ipc/gen/PartKind.ts';

export type FilterKind = Exclude<PartKind, 'word' | 'phrase'>;

/** Each filter by the words it may be written with; the first is the one that Hearth writes in that language. */
const names: Record<FilterKind, { en: string[]; zh: string[] }> = {
  from: { en: ['from'], zh: ['来自', '从', '发自'] },
  in: { en: ['in'], zh: ['在'] },
  before: { en: ['before'], zh: ['之前', '以前', '早于'] },
  after: { en: ['after'], zh: ['之后', '以后', '晚于'] },
  since: { en: ['since'], zh: ['自', '自从'] },
  until: { en: ['until', 'till'], zh: ['至', '到', '截至'] },
  on: { en: ['on', 'date', 'during'], zh: ['日期', '于'] },
  has: { en: ['has'], zh: ['有', '含', '包含'] },
  is: { en: ['is'], zh: ['是'] },
};

export const filterKinds = Object.keys(names) as FilterKind[];

/** Values of `has:` and `is:`, as they are written. */
export const values = {
  has: [
    { value: 'file', zh: '文件' },
    { value: 'image', zh: '图片' },
    { value: 'video', zh: '视频' },
    { value: 'link', zh: '链接' },
    { value: 'sticker', zh: '表情贴' },
    { value: 'code', zh: '代码' },
  ],
  is: [
    { value: 'mention', zh: '提到我' },
    { value: 'mine', zh: '我的' },
    { value: 'pinned', zh: '置顶' },
    { value: 'unread', zh: '未读' },
  ],
} as const;

export type ValueKind = keyof typeof values;

/** How Hearth writes a filter's name in the language of its window, without the colon. */
export const nameOf = (kind: FilterKind, zh: boolean): string => names[kind][zh ? 'zh' : 'en'][0] ?? kind;

/** A filter that is being written. */
export interface Typed {
  kind: FilterKind;
  not: boolean;
  /** From the filter's first character, its minus too, to the cursor. */
  from: number;
  to: number;
  /** What stands after the colon, without quotes. */
  value: string;
}

const WORDS: ReadonlyMap<string, FilterKind> = new Map(
  filterKinds.flatMap((kind) =>
    [...names[kind].en, ...names[kind].zh].map((word): [string, FilterKind] => [word, kind]),
  ),
);

/** The filter that the cursor stands in; null where it stands in a plain word. */
export function typedAt(text: string, caret: number): Typed | null {
  const before = text.slice(0, caret);
  const found = /(?:^|\s)([-－]?)([^\s:："“”]+)[:：](?:["“]([^"“”]*)|([^\s"“”]*))$/u.exec(before);
  const kind = WORDS.get((found?.[2] ?? '').toLowerCase());
  if (!found || !kind) return null;
  const space = /^\s/u.test(found[0]) ? 1 : 0;
  const value = found[3] ?? found[4] ?? '';
  return { kind, not: found[1] !== '', from: found.index + space, to: caret, value };
}

/** The plain word that ends at the cursor: the beginning of a filter's name, perhaps. */
export function wordAt(text: string, caret: number): string {
  return /[^\s:："“”]*$/u.exec(text.slice(0, caret))?.[0] ?? '';
}

/** A value as it is written after a colon. */
export function quoted(value: string): string {
  // A quote inside a name has no way to be written; without it the name is found by its beginning all the same.
  const plain = value.replaceAll(/["“”]/gu, ' ').trim();
  return /[\s:：]/u.test(plain) ? `"${plain}"` : plain;
}

export function written(kind: FilterKind, value: string, zh: boolean, not = false): string {
  return `${not ? '-' : ''}${nameOf(kind, zh)}:${quoted(value)}`;
}
