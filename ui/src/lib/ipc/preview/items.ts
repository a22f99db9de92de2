/** A timeline as a list of items: where each stands, what one quotes, and which of them a page shows. */
import type { ConversationView } from '../gen/ConversationView.ts';
import type { Item } from '../gen/Item.ts';
import type { Message } from '../gen/Message.ts';
import type { OpenCall } from '../gen/OpenCall.ts';
import type { TimelinePage } from '../gen/TimelinePage.ts';
import { refuse } from './table.ts';

export function seqOf(item: Item): number | null {
  return item.item === 'hole' ? item.from : item.seq;
}

export function quote(message: Message | undefined): Message['reply_to'] {
  return message ? { message: message.id, author: message.author, body: message.body } : null;
}

export function pageOf(items: Item[], { place, limit }: OpenCall, view: ConversationView): TimelinePage {
  const seq = (item: Item) => seqOf(item) ?? Infinity;
  let from: number;
  let to: number;
  switch (place.at) {
    case 'newest':
      [from, to] = [items.length - limit, items.length];
      break;
    case 'unread': {
      const at = view.unread > 0 ? items.findIndex((item) => seq(item) > view.read) : items.length - limit;
      [from, to] = view.unread > 0 ? [at - limit / 2, at + limit / 2] : [at, items.length];
      break;
    }
    case 'before':
      to = items.findIndex((item) => seq(item) >= place.seq);
      if (to < 0) to = items.length;
      from = to - limit;
      break;
    case 'after':
      from = items.findIndex((item) => seq(item) > place.seq);
      if (from < 0) from = items.length;
      to = from + limit;
      break;
    case 'date':
    case 'message': {
      const at = items.findIndex(
        (item) =>
          item.item === 'message' &&
          (place.at === 'date' ? item.at >= place.when : item.id === place.message),
      );
      if (at < 0 && place.at === 'message') refuse({ source: 'server', code: 'not_found' });
      [from, to] = [at - limit / 2, at + limit / 2];
      break;
    }
  }
  from = Math.max(0, Math.floor(from));
  to = Math.min(items.length, Math.floor(to));
  return { items: items.slice(from, to), at_start: from === 0, at_end: to === items.length };
}
