/**
 * How the village finds what was said: a small reader of the query language and a plain look through every message. It
 * answers truly for the few thousand messages here; it is no measure of how the desk does it.
 */
import type { HitView } from '../gen/HitView.ts';
import type { Message } from '../gen/Message.ts';
import type { PartView } from '../gen/PartView.ts';
import type { PieceView } from '../gen/PieceView.ts';

const FILTERS: Record<string, PartView['what']> = {
  from: 'from',
  来自: 'from',
  从: 'from',
  in: 'in',
  在: 'in',
  before: 'before',
  之前: 'before',
  after: 'after',
  之后: 'after',
  since: 'since',
  自: 'since',
  until: 'until',
  至: 'until',
  on: 'on',
  日期: 'on',
  has: 'has',
  有: 'has',
  is: 'is',
  是: 'is',
};

const HAS: Record<string, (message: Message) => boolean> = {
  file: ({ body }) => body?.kind === 'file' || body?.kind === 'picture',
  image: ({ body }) => body?.kind === 'picture',
  video: ({ body }) => body?.kind === 'file' && body.file.video !== undefined,
  link: (message) => /https?:\/\//u.test(words(message)),
  sticker: ({ body }) => body?.kind === 'sticker',
  code: (message) => words(message).includes('`'),
};
const IS: Record<string, (message: Message, read: number) => boolean> = {
  mention: ({ mentions_me }) => mentions_me,
  mine: ({ own }) => own,
  pinned: ({ pinned }) => pinned,
  unread: ({ own, seq }, read) => !own && (seq ?? 0) > read,
};
const CHINESE: Record<string, string> = {
  文件: 'file',
  图片: 'image',
  视频: 'video',
  链接: 'link',
  表情贴: 'sticker',
  代码: 'code',
  提到我: 'mention',
  我的: 'mine',
  置顶: 'pinned',
  未读: 'unread',
};

/** Whom and what the names in a question may mean. */
export interface Names {
  people(name: string): string[];
  conversations(name: string): string[];
}

export function partsOf(text: string, names: Names): PartView[] {
  const parts: PartView[] = [];
  for (const found of text.matchAll(
    /([-－]?)(?:([^\s:："“”]+)[:：])?(?:["“]([^"“”]*)["”]?|([^\s"“”]+)|(?=\s|$))/gu,
  )) {
    const [piece, minus, name, inQuotes, plain] = found;
    if (piece === '' || piece === '-') continue;
    const filter = FILTERS[(name ?? '').toLowerCase()];
    const value = inQuotes ?? plain ?? '';
    const part: PartView = {
      from: found.index,
      to: found.index + piece.length,
      value_from: found.index + piece.length - value.length - (inQuotes === undefined ? 0 : 1),
      value_to: found.index + piece.length - (inQuotes === undefined ? 0 : 1),
      what: filter ?? (inQuotes === undefined ? 'word' : 'phrase'),
      value: filter || !name ? value : piece,
      not: minus !== '',
      known: true,
      people: filter === 'from' ? names.people(value) : [],
      conversations: filter === 'in' ? names.conversations(value) : [],
    };
    parts.push({ ...part, known: means(part) });
  }
  return parts;
}

function means({ what, value, people, conversations }: PartView): boolean {
  switch (what) {
    case 'word':
    case 'phrase':
      return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(value);
    case 'from':
      return people.length > 0;
    case 'in':
      return conversations.length > 0;
    case 'has':
      return (CHINESE[value] ?? value.toLowerCase()) in HAS;
    case 'is':
      return (CHINESE[value] ?? value.toLowerCase()) in IS;
    default:
      return span(value) !== null;
  }
}

/** The first moment of what a date names, and the first after it. */
function span(value: string): [from: number, to: number] | null {
  const now = new Date();
  const back = { today: 0, 今天: 0, yesterday: 1, 昨天: 1 }[value.toLowerCase()];
  const day = (ago: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago).getTime();
  if (back !== undefined) return [day(back), day(back - 1)];
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/u.exec(value);
  if (!found) return null;
  const [year, month, date] = [Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1)];
  const to = found[3]
    ? new Date(year, month, date + 1)
    : found[2]
      ? new Date(year, month + 1)
      : new Date(year + 1, 0);
  return [new Date(year, month, date).getTime(), to.getTime()];
}

/** Whether a message is what is looked for; `read` is how far its conversation was read. */
export function fits(message: Message, parts: PartView[], read: number): boolean {
  if (message.body === null || message.seq === null) return false;
  const known = parts.filter((part) => part.known);
  const alternatives = (what: 'from' | 'in') => known.filter((part) => part.what === what && !part.not);
  const from = alternatives('from');
  const where = alternatives('in');
  if (from.length > 0 && !from.some(({ people }) => people.includes(message.author))) return false;
  if (where.length > 0 && !where.some(({ conversations }) => conversations.includes(message.conversation)))
    return false;
  return known.every((part) => {
    if (!part.not && (part.what === 'from' || part.what === 'in')) return true;
    return holds(message, part, read) !== part.not;
  });
}

function holds(message: Message, { what, value, people, conversations }: PartView, read: number): boolean {
  const [from, to] = span(value) ?? [0, 0];
  switch (what) {
    case 'word':
    case 'phrase':
      return marks(words(message), value, what === 'phrase').length > 0;
    case 'from':
      return people.includes(message.author);
    case 'in':
      return conversations.includes(message.conversation);
    case 'has':
      return HAS[CHINESE[value] ?? value.toLowerCase()]?.(message) ?? false;
    case 'is':
      return IS[CHINESE[value] ?? value.toLowerCase()]?.(message, read) ?? false;
    case 'before':
      return message.at < from;
    case 'after':
      return message.at >= to;
    case 'since':
      return message.at >= from;
    case 'until':
      return message.at < to;
    default:
      return message.at >= from && message.at < to;
  }
}

export function words({ body }: Message): string {
  switch (body?.kind) {
    case 'text':
      return body.text;
    case 'picture':
      return [body.caption, body.picture.name ?? ''].filter(Boolean).join(' ');
    case 'file':
      return [body.file.name, body.caption].filter(Boolean).join(' ');
    default:
      return '';
  }
}

/** Letters as they are compared; each folds to one, so that places stay the same. */
const folded = (text: string): string =>
  [...text].map((c) => c.normalize('NFKD').toLowerCase().charAt(0) || c).join('');

function marks(text: string, word: string, exact: boolean): [from: number, to: number][] {
  const where = folded(text);
  const wanted = folded(word);
  const found: [number, number][] = [];
  for (let at = where.indexOf(wanted); at >= 0 && wanted !== ''; at = where.indexOf(wanted, at + 1)) {
    const before = at === 0 ? ' ' : where.charAt(at - 1);
    const after = where.charAt(at + wanted.length) || ' ';
    const cjk = /\p{Script=Han}/u.test(wanted);
    if (!cjk && /[\p{L}\p{N}]/u.test(before) && !/\p{Script=Han}/u.test(before)) continue;
    if (exact && !cjk && /[\p{L}\p{N}]/u.test(after)) continue;
    found.push([at, at + wanted.length]);
  }
  return found;
}

const ABOUT = 90;

function snippet(text: string, parts: PartView[]): PieceView[] {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const all = parts
    .filter(({ what, not }) => !not && (what === 'word' || what === 'phrase'))
    .flatMap(({ value, what }) => marks(line, value, what === 'phrase'))
    .sort((a, b) => a[0] - b[0]);
  const start = Math.max(0, (all[0]?.[0] ?? 0) - ABOUT / 3);
  const from = start < 12 ? 0 : start;
  const to = Math.min(line.length, from + ABOUT);
  const pieces: PieceView[] = from > 0 ? [{ text: '…', hit: false }] : [];
  let at = from;
  for (const [begin, end] of all) {
    if (begin < at || end > to) continue;
    if (begin > at) pieces.push({ text: line.slice(at, begin), hit: false });
    pieces.push({ text: line.slice(begin, end), hit: true });
    at = end;
  }
  if (at < to) pieces.push({ text: line.slice(at, to), hit: false });
  if (to < line.length) pieces.push({ text: '…', hit: false });
  return pieces;
}

export function hitOf(message: Message, parts: PartView[]): HitView {
  const { conversation, id, seq, at, author, body } = message;
  const what: HitView['what'] =
    body?.kind === 'picture'
      ? { kind: 'picture', picture: body.picture }
      : body?.kind === 'file'
        ? { kind: 'file', file: body.file }
        : body?.kind === 'sticker'
          ? { kind: 'sticker' }
          : body?.kind === 'text'
            ? { kind: 'text' }
            : { kind: 'newer' };
  return {
    conversation,
    message: id,
    seq: seq ?? 0,
    at,
    author,
    snippet: snippet(words(message), parts),
    what,
  };
}
