/** A conversation as the village keeps it, and how one comes to be out of a place of the scene. */
import type { ConversationView } from '../gen/ConversationView.ts';
import type { Item } from '../gen/Item.ts';
import type { Member } from '../gen/Member.ts';
import type { Message } from '../gen/Message.ts';
import type { Summary } from '../gen/Summary.ts';
import { ACCOUNT, drawn, profileOf, userOf, type Place, type Said, type Who } from './cast.ts';
import { quote, seqOf } from './items.ts';
import { noteSummaryOf, summaryOf } from './summary.ts';
import { FOR_EVER, MINUTE } from './time.ts';

export interface Conversation {
  view: ConversationView;
  items: Item[];
  members: Member[];
  writing: Who[];
}

/** What a place needs of the world it is put in. */
interface Ground {
  readonly zh: boolean;
  readonly midnight: number;
  freshId(): string;
}

export function settle(place: Place, id: string, ground: Ground): Conversation {
  const items = beginning(place, id, ground);
  const made = new Map<Said, Message>();
  let seq = place.hole ? place.hole + 1 : items.length + 1;
  for (const said of place.said) {
    const message = spoken(said, id, said.state ? null : seq++, said.reply && made.get(said.reply), ground);
    made.set(said, message);
    items.push({ item: 'message', ...message });
  }
  items.sort((a, b) => Number(seqOf(a) === null) - Number(seqOf(b) === null));
  return {
    view: viewOf(place, id, items, seq - 1, ground.zh),
    items,
    members: place.members.map(([who, role]) => ({
      user: userOf(who),
      role,
      ...(who === place.silenced && { muted_until: FOR_EVER }),
    })),
    writing: place.writing ?? [],
  };
}

/** What stands above the first thing said: a hole, or how the room was made and who came. */
function beginning(place: Place, id: string, { midnight }: Ground): Item[] {
  if (place.hole) return [{ item: 'hole', from: 1, to: place.hole }];
  if (place.peer) return [];
  const owner = place.members.find(([, role]) => role === 'owner')?.[0] ?? 'lena';
  const at = place.said[0] ? midnight + (place.said[0].at - 30) * MINUTE : Date.now();
  const room = {
    name: place.name,
    topic: place.topic ?? '',
    visibility: place.group ? ('group' as const) : ('private' as const),
    avatar: drawn(place.picture),
  };
  const founded: Item = {
    item: 'note',
    conversation: id,
    seq: 1,
    at,
    author: userOf(owner),
    what: { note: 'room', room },
  };
  const came = place.members
    .filter(([who]) => who !== owner)
    .map(([who], nth): Item => ({
      item: 'note',
      conversation: id,
      seq: nth + 2,
      at,
      author: userOf(who),
      what: { note: 'member', user: userOf(who), change: 'joined', role: 'member' },
    }));
  return [founded, ...came];
}

function spoken(
  said: Said,
  conversation: string,
  seq: number | null,
  answered: Message | undefined,
  ground: Ground,
): Message {
  const at = ground.midnight + said.at * MINUTE;
  return {
    id: ground.freshId(),
    conversation,
    author: userOf(said.who),
    own: said.who === 'lena',
    at,
    seq,
    body: said.body,
    reply_to: quote(answered),
    edited_at: said.edited ? at : null,
    forwarded: said.from ? { author: userOf(said.from), at: ground.midnight } : null,
    pinned: said.pinned ?? false,
    mentions_me: said.mentions ?? false,
    mentions_room: said.body?.kind === 'text' && said.body.text.includes('@room'),
    edit: said.edit
      ? said.edit === 'failed'
        ? { state: 'failed', code: 'forbidden' }
        : { state: 'waiting' }
      : null,
    reactions: (said.reactions ?? []).map(([emoji, by]) => ({ emoji, users: by.map(userOf) })),
    send:
      said.state === 'failed'
        ? { state: 'failed', code: 'storage_full' }
        : said.state
          ? { state: 'waiting' }
          : { state: 'sent' },
  };
}

function viewOf(place: Place, id: string, items: Item[], head: number, zh: boolean): ConversationView {
  const others = items.filter((item) => item.item === 'message' && !item.own && item.seq !== null);
  const firstUnread = place.unread ? others.at(-place.unread) : undefined;
  const last = items.findLast((item) => item.item === 'message');
  return {
    account: ACCOUNT,
    conversation: id,
    name: zh ? (place.zh ?? place.name) : place.name,
    avatar: place.peer ? profileOf(place.peer, zh).avatar : drawn(place.picture),
    topic: place.topic ?? '',
    visibility: place.peer ? null : place.group ? 'group' : 'private',
    peer: place.peer ? userOf(place.peer) : null,
    people: place.group ? place.members.flatMap(([who]) => (who === 'lena' ? [] : [userOf(who)])) : [],
    role: place.members.find(([who]) => who === 'lena')?.[1] ?? 'member',
    posting: 'everyone',
    archived: false,
    slow_seconds: 0,
    silenced_until: null,
    members: place.members.length,
    active_at: last?.item === 'message' ? last.at : Date.now(),
    summary: lastOf(items, zh),
    unread: place.unread ?? 0,
    mentions: place.mentions ?? 0,
    read: firstUnread?.item === 'message' ? (firstUnread.seq ?? 1) - 1 : head,
    unread_from: null,
    pins: items.filter((item) => item.item === 'message' && item.pinned).length,
    head,
    draft: place.draft ?? '',
    pinned: place.pinned ?? false,
    notify: place.muted ? 'nothing' : 'all',
    muted_until: null,
  };
}

function lastOf(items: Item[], zh: boolean): Summary | null {
  const message = items.findLast((item) => item.item === 'message');
  if (message?.item === 'message') return summaryOf(message, zh);
  const note = items.findLast((item) => item.item === 'note');
  return note?.item === 'note' ? noteSummaryOf(note, zh) : null;
}
