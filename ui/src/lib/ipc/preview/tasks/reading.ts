/** Reading a conversation: its pages, how far one has read, and what there is to know of a message. */
import type { Key } from '../../gen/Key.ts';
import type { Reader } from '../../gen/Reader.ts';
import { userOf } from '../cast.ts';
import { pageOf } from '../items.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const reading = (world: World) =>
  ({
    open: (call) => {
      const { view, items, members } = world.at(call.key);
      const divider = view.unread > 0 ? { after: view.read, unread: view.unread } : null;
      return {
        page: pageOf(items, call, view),
        divider,
        members,
        readers: view.members > 32 ? [] : readers(world, call.key),
        draft: world.drafts.get(call.key.conversation) ?? {
          text: view.draft,
          reply_to: null,
          attachments: [],
          edit: null,
        },
      };
    },
    page: (call) => {
      const { items, view } = world.at(call.key);
      return pageOf(items, call, view);
    },
    focus: () => null,
    read: ({ key, seq }) => {
      const conversation = world.at(key);
      const unread = conversation.items.filter(
        (item) => item.item === 'message' && !item.own && (item.seq ?? 0) > seq,
      ).length;
      world.changeRow(conversation, {
        read: Math.max(seq, conversation.view.read),
        unread,
        mentions: unread ? conversation.view.mentions : 0,
        unread_from:
          conversation.view.unread_from !== null && seq >= conversation.view.unread_from
            ? null
            : conversation.view.unread_from,
      });
      return null;
    },
    mark_unread: ({ key, seq }) => {
      const conversation = world.at(key);
      const unread = conversation.items.filter(
        (item) => item.item === 'message' && !item.own && (item.seq ?? 0) >= seq,
      ).length;
      world.changeRow(conversation, { unread_from: seq, unread });
      return null;
    },
    next_mention: ({ key, after }) => {
      const { items, view } = world.at(key);
      const above = after ?? (view.unread_from !== null ? view.unread_from - 1 : view.read);
      const found = items.find(
        (item) => item.item === 'message' && item.mentions_me && (item.seq ?? 0) > above,
      );
      return found?.item === 'message' ? found.id : null;
    },
    pinned: ({ key }) => world.messages(key).filter((message) => message.pinned),
    message_details: ({ key, message }) => {
      const { members } = world.at(key);
      const { at, seq, author, edited_at } = world.message(key, message);
      const others = members.map(({ user }) => user).filter((user) => user !== author);
      const read_by = readers(world, key)
        .filter((reader) => seq !== null && reader.seq >= seq && others.includes(reader.user))
        .map(({ user }) => user);
      const unread_by = others.filter((user) => !read_by.includes(user));
      return { sent_at: seq === null ? null : at, edited_at, read_by, unread_by, complete: true };
    },
    message_link: ({ key, message }) =>
      `hearth://ann-desk.local:7340/m/${key.conversation}/${message}?k=9c1f0a77b3d2e4`,
  }) satisfies Partial<Answers>;

/** Everyone here has read all but the last thing said. */
function readers(world: World, key: Key): Reader[] {
  const { members, view } = world.at(key);
  return members
    .filter(({ user }) => user !== userOf('lena'))
    .map(({ user }, at) => ({ user, seq: view.head - (at % 2) }));
}
