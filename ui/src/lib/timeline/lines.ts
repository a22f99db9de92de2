/**
 * What the timeline shows, line by line, made of what is loaded: groups of one sender, days, the unread divider.
 * Lines are only ever added or removed at the ends by paging, so that the view can keep its anchor: the first loaded
 * item gets no day of its own until the start of the conversation is known.
 */
import type { Divider } from '../ipc/gen/Divider.ts';
import type { Item } from '../ipc/gen/Item.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { Note } from '../ipc/gen/Note.ts';
import { dayStart } from '../i18n/i18n.svelte.ts';
import { itemId, type Stretch } from './items.ts';
import { isMakersEntrance } from './notes.ts';

export type Line =
  | { line: 'day'; id: string; at: Millis }
  | { line: 'unread'; id: string; count: number }
  /** `first` and `last` in its group. */
  | { line: 'message'; id: string; message: Message; first: boolean; last: boolean; at: Millis }
  | { line: 'note'; id: string; note: Note; at: Millis }
  | { line: 'hole'; id: string }
  /** So many messages wait; the last line. */
  | { line: 'waiting'; id: string; count: number };

export type MessageLine = Extract<Line, { line: 'message' }>;

const GROUP_MS = 5 * 60_000;

export function linesOf({ items, at_start, at_end }: Stretch, divider: Divider | null): Line[] {
  const lines: Line[] = [];
  let before: Item | null = null;
  let day: Millis | null = null;
  let divided = false;
  let waiting = 0;

  for (const item of items) {
    const at = item.item === 'hole' ? null : item.at;
    const today: Millis | null = at === null ? day : dayStart(at);
    const newDay = today !== null && today !== day && (before !== null || at_start);
    if (newDay) lines.push({ line: 'day', id: `day-${today}`, at: today });
    if (today !== null) day = today;

    const unreadHere =
      divider !== null &&
      !divided &&
      item.item === 'message' &&
      item.seq !== null &&
      item.seq > divider.after &&
      (before !== null || at_start);
    if (unreadHere) {
      lines.push({ line: 'unread', id: 'unread', count: divider.unread });
      divided = true;
    }

    switch (item.item) {
      case 'message': {
        const joined = !newDay && !unreadHere && before !== null && continues(before, item);
        const above = lines.at(-1);
        if (joined && above?.line === 'message') above.last = false;
        lines.push({ line: 'message', id: item.id, message: item, first: !joined, last: true, at: item.at });
        if (item.send.state === 'waiting') waiting += 1;
        break;
      }
      case 'note':
        if (isMakersEntrance(item)) break;
        lines.push({ line: 'note', id: itemId(item), note: item, at: item.at });
        break;
      case 'hole':
        lines.push({ line: 'hole', id: itemId(item) });
        break;
    }
    before = item;
  }
  if (waiting > 0 && at_end) lines.push({ line: 'waiting', id: 'waiting', count: waiting });
  return lines;
}

function continues(before: Item, message: Message): boolean {
  return (
    before.item === 'message' &&
    before.author === message.author &&
    message.at - before.at < GROUP_MS &&
    // What failed keeps its buttons below, so it ends its group.
    before.send.state !== 'failed'
  );
}

/** The day that the lines around `index` belong to. */
export function dayAt(lines: Line[], index: number): Millis | null {
  for (let i = Math.max(0, index); i < lines.length; i += 1) {
    const line = lines[i];
    if (line && 'at' in line) return dayStart(line.at);
  }
  for (let i = index; i >= 0; i -= 1) {
    const line = lines[i];
    if (line && 'at' in line) return dayStart(line.at);
  }
  return null;
}
