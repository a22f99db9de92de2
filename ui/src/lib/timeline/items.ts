/**
 * Keeping the loaded stretch of a timeline in order. Pure: sent items by `seq`, what waits after them in the order in
 * which it was written; each item once.
 */
import type { Item } from '../ipc/gen/Item.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { Seq } from '../ipc/gen/Seq.ts';
import type { TimelinePage } from '../ipc/gen/TimelinePage.ts';

/** What is loaded, and whether anything exists beyond it. The same shape as a page of the desk. */
export type Stretch = TimelinePage;

export const empty: Stretch = { items: [], at_start: false, at_end: false };

export function itemId(item: Item): string {
  switch (item.item) {
    case 'message':
      return item.id;
    case 'note':
      return `note-${item.seq}`;
    case 'hole':
      return `hole-${item.from}`;
  }
}

/** Null while it waits. */
export function seqOf(item: Item): Seq | null {
  return item.item === 'hole' ? item.from : item.seq;
}

export function firstSeq(items: Item[]): Seq | null {
  for (const item of items) {
    const seq = seqOf(item);
    if (seq !== null) return seq;
  }
  return null;
}

export function lastSeq(items: Item[]): Seq | null {
  for (let i = items.length - 1; i >= 0; i -= 1) {
    const item = items[i];
    const seq = item?.item === 'hole' ? item.to : (item?.seq ?? null);
    if (seq !== null) return seq;
  }
  return null;
}

function inOrder(a: Item, b: Item): number {
  const left = seqOf(a);
  const right = seqOf(b);
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return left - right;
}

/** A page joined to what is loaded. Where both hold an item, the loaded one is kept: changes have kept it fresh. */
export function join(stretch: Stretch, page: TimelinePage, side: 'before' | 'after'): Stretch {
  const known = new Set(stretch.items.map(itemId));
  const fresh = page.items.filter((item) => !known.has(itemId(item)));
  return side === 'before'
    ? { items: [...fresh, ...stretch.items], at_start: page.at_start, at_end: stretch.at_end }
    : {
        // What waits stays last, even when it was loaded before newer pages came.
        items: [...stretch.items, ...fresh].sort(inOrder),
        at_start: stretch.at_start,
        at_end: page.at_end,
      };
}

/**
 * Items that are new or have changed, put where they belong. What lies outside the loaded stretch is left out; it is
 * read when somebody goes there. A hole whose end lies before its start is filled and goes. `torn` says that something
 * stands inside a hole that nobody shrank; what is left of it only the desk knows.
 */
export function place(stretch: Stretch, incoming: Item[]): { stretch: Stretch; torn: boolean } {
  const first = firstSeq(stretch.items);
  const last = lastSeq(stretch.items);
  const fresh = new Map<string, Item>();
  const known = new Map(stretch.items.map((item) => [itemId(item), item]));

  for (const item of incoming) {
    const seq = seqOf(item);
    const id = itemId(item);
    const inside =
      known.has(id) ||
      (seq === null
        ? stretch.at_end
        : first === null || last === null
          ? stretch.at_end
          : (seq >= first || stretch.at_start) && (seq <= last || stretch.at_end));
    if (inside) fresh.set(id, item);
  }
  if (fresh.size === 0) return { stretch, torn: false };

  let reorder = false;
  let items = stretch.items.map((item) => {
    const id = itemId(item);
    const now = fresh.get(id);
    if (!now) return item;
    fresh.delete(id);
    reorder ||= seqOf(now) !== seqOf(item);
    return now;
  });
  if (fresh.size > 0) {
    items.push(...fresh.values());
    reorder = true;
  }
  items = items.filter((item) => item.item !== 'hole' || item.to >= item.from);
  // The sort is stable, so what waits keeps the order in which it was written.
  if (reorder) items.sort(inOrder);
  return { stretch: { ...stretch, items }, torn: isTorn(items) };
}

/** Something stands inside a hole. Holes come in order, and what follows one has a higher number than its end. */
function isTorn(items: Item[]): boolean {
  let end = 0;
  for (const item of items) {
    const seq = seqOf(item);
    if (seq !== null && seq <= end) return true;
    if (item.item === 'hole') end = item.to;
  }
  return false;
}

export function without(stretch: Stretch, message: MessageId): Stretch {
  return {
    ...stretch,
    items: stretch.items.filter((item) => item.item !== 'message' || item.id !== message),
  };
}

/**
 * About `size` items around one of them; the others are read again when somebody goes there. Reading goes on by numbers, so
 * what shares one is never parted, and what waits stays only where the end is.
 */
export function around(stretch: Stretch, size: number, at: number): Stretch {
  const { items } = stretch;
  if (items.length <= size) return stretch;
  let from = Math.max(0, Math.min(at - Math.floor(size / 2), items.length - size));
  let to = from + size;
  while (parts(items, from)) from -= 1;
  while (parts(items, to)) to += 1;
  const at_end = to >= items.length;
  const kept = items.slice(from, to);
  return {
    items: at_end ? kept : kept.filter((item) => seqOf(item) !== null),
    at_start: stretch.at_start && from === 0,
    at_end: stretch.at_end && at_end,
  };
}

/** What stands on both sides of this place has one number. */
function parts(items: Item[], at: number): boolean {
  const before = items[at - 1];
  const after = items[at];
  return (
    before !== undefined && after !== undefined && seqOf(before) !== null && seqOf(before) === seqOf(after)
  );
}

/** `shift`: everything that comes or goes does so above what is read. */
export interface Step {
  stretch: Stretch;
  shift: boolean;
}

/** The way from one stretch to another on which things come and go on one side of what is read at a time. */
export function steps(from: Stretch, to: Stretch, read: string | null): Step[] {
  const indexIn = ({ items }: Stretch) => items.findIndex((item) => itemId(item) === read);
  const before = indexIn(from);
  const after = indexIn(to);
  const above = before !== after;
  const below = from.items.length - before !== to.items.length - after;
  if (before < 0 || after < 0 || !above || !below) return [{ stretch: to, shift: above && !below }];
  const between = {
    items: [...from.items.slice(0, before), ...to.items.slice(after)],
    at_start: from.at_start,
    at_end: to.at_end,
  };
  return [
    { stretch: between, shift: false },
    { stretch: to, shift: true },
  ];
}
