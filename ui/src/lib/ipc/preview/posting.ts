/** How a message gets into a conversation: it waits, it is sent, and somebody may answer it. */
import type { Body } from '../gen/Body.ts';
import type { Item } from '../gen/Item.ts';
import type { Key } from '../gen/Key.ts';
import type { Message } from '../gen/Message.ts';
import { userOf } from './cast.ts';
import type { Conversation } from './conversation.ts';
import { quote, seqOf } from './items.ts';
import { summaryOf } from './summary.ts';
import type { World } from './world.ts';

export function post(
  world: World,
  key: Key,
  body: Body,
  reply_to: string | null,
  forwarded: Message['forwarded'] = null,
): string {
  const answered = world.at(key).items.find((item) => item.item === 'message' && item.id === reply_to);
  const message: Message = {
    ...fresh(world, key, userOf('lena'), body),
    own: true,
    reply_to: answered?.item === 'message' ? quote(answered) : null,
    forwarded,
  };
  deliver(world, key, message);
  return message.id;
}

export function deliver(world: World, key: Key, message: Message) {
  const conversation = world.at(key);
  put(world, conversation, key, message);
  if (world.account.connection.state !== 'connected') {
    world.changeAccount({ waiting: world.account.waiting + 1 });
    return;
  }
  setTimeout(() => {
    put(world, conversation, key, { ...message, seq: conversation.view.head + 1, send: { state: 'sent' } });
    if (!world.still) answer(world, conversation, key);
  }, 300);
}

/** Changes a message that is there. */
export function act(world: World, key: Key, id: string, change: Partial<Message>): null {
  put(world, world.at(key), key, { ...world.message(key, id), ...change });
  return null;
}

function put(world: World, conversation: Conversation, key: Key, message: Message) {
  const item: Item = { item: 'message', ...message };
  const at = conversation.items.findIndex((each) => each.item === 'message' && each.id === message.id);
  if (at >= 0) conversation.items[at] = item;
  else conversation.items.push(item);
  conversation.items.sort((a, b) => (seqOf(a) ?? Infinity) - (seqOf(b) ?? Infinity) || 0);
  world.tell({ change: 'items', key, items: [item] });
  const { view } = conversation;
  world.changeRow(conversation, {
    summary: summaryOf(message, world.zh),
    active_at: message.at,
    head: Math.max(view.head, message.seq ?? 0),
    unread: message.own || at >= 0 ? view.unread : view.unread + 1,
  });
}

function answer(world: World, conversation: Conversation, key: Key) {
  const other = conversation.members.find((member) => member.user !== userOf('lena'));
  if (!other) return;
  world.tell({ change: 'typing', key, users: [other.user] });
  setTimeout(() => {
    world.tell({ change: 'typing', key, users: [] });
    const text = world.zh ? '好的，知道了' : 'Good, thank you';
    put(world, conversation, key, {
      ...fresh(world, key, other.user, { kind: 'text', text }),
      seq: conversation.view.head + 1,
      send: { state: 'sent' },
    });
  }, 2200);
}

function fresh(world: World, key: Key, author: string, body: Body): Message {
  return {
    id: world.freshId(),
    conversation: key.conversation,
    author,
    own: false,
    at: Date.now(),
    seq: null,
    body,
    reply_to: null,
    forwarded: null,
    edited_at: null,
    pinned: false,
    mentions_me: false,
    mentions_room: false,
    reactions: [],
    send: { state: 'waiting' },
    edit: null,
  };
}
