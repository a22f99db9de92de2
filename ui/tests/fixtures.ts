/** Small made-up things for tests; each names only what the test is about. */
import type { Ipc } from '../src/lib/ipc/ipc.ts';
import type { Item } from '../src/lib/ipc/gen/Item.ts';
import type { Key } from '../src/lib/ipc/gen/Key.ts';
import type { Message } from '../src/lib/ipc/gen/Message.ts';
import { preview } from '../src/lib/ipc/preview/index.ts';

export const KEY: Key = { account: 'account', conversation: 'room' };
const NOON = new Date(2026, 2, 14, 12).getTime();
export const at = (minutes: number): number => NOON + minutes * 60_000;

export function message(id: string, seq: number | null, more: Partial<Message> = {}): Item {
  return {
    item: 'message',
    id,
    conversation: KEY.conversation,
    author: 'ann',
    own: false,
    at: at(seq ?? 500),
    seq,
    body: { kind: 'text', text: id },
    reply_to: null,
    edited_at: null,
    pinned: false,
    mentions_me: false,
    mentions_room: false,
    forwarded: null,
    edit: null,
    reactions: [],
    send: seq === null ? { state: 'waiting' } : { state: 'sent' },
    ...more,
  };
}

export const run = (from: number, to: number): Item[] =>
  Array.from({ length: to - from + 1 }, (_, i) => message(`m${from + i}`, from + i));

export const names = (items: Item[]): string[] =>
  items.map((item) =>
    item.item === 'message' ? item.id : `${item.item} ${item.item === 'note' ? item.seq : item.from}`,
  );

/** The preview's village, and every call that was made of it. */
export function village(query: string): { ipc: Ipc; calls: [name: string, args: unknown][] } {
  const inner = preview(new URLSearchParams(`still&${query}`));
  const calls: [string, unknown][] = [];
  const ipc: Ipc = {
    ...inner,
    call: (name, ...args) => {
      calls.push([name, args[0]]);
      return inner.call(name, ...args);
    },
  };
  return { ipc, calls };
}
