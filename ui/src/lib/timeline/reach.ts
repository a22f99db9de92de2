/** How far an own message has come with the others. */
import type { Message } from '../ipc/gen/Message.ts';
import type { UserId } from '../ipc/gen/UserId.ts';
import type { Reader } from '../ipc/gen/Reader.ts';

export type Reach = 'sent' | { readBy: number; all: boolean };

/** `others`: everyone in the conversation but its author. */
export function reachOf(message: Message, readers: Reader[], others: UserId[]): Reach {
  const { seq } = message;
  if (seq === null || readers.length === 0) return 'sent';
  const read = new Set(readers.filter((reader) => reader.seq >= seq).map(({ user }) => user));
  const readBy = others.filter((user) => read.has(user)).length;
  return readBy === 0 ? 'sent' : { readBy, all: readBy === others.length };
}
