/** Rooms: made, changed, found, joined and left; and how a conversation stands in one's list. */
import { drawn } from '../cast.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const rooms = (world: World) =>
  ({
    create_room: ({ name, topic, picture, visibility }) => {
      const id = 100 + world.conversations.size;
      const conversation = world.add({
        id,
        name,
        topic,
        picture: 'room-mug',
        members: [['lena', 'owner']],
        said: [],
      });
      conversation.view = {
        ...conversation.view,
        visibility,
        avatar: picture.kind === 'drawn' ? drawn(picture.name) : conversation.view.avatar,
        active_at: Date.now(),
      };
      world.tell({ change: 'conversation', row: conversation.view });
      return conversation.view.conversation;
    },
    update_room: ({ key, room, picture }) => {
      const avatar = picture.kind === 'drawn' ? drawn(picture.name) : room.avatar;
      world.changeRow(world.at(key), { ...room, avatar });
      return null;
    },
    list_rooms: () => [
      {
        conversation: '01930000-0000-7000-8000-0000000000f1',
        room: {
          name: 'Workshop',
          topic: 'Wood, glue and patience',
          visibility: 'public',
          avatar: drawn('room-mug'),
        },
        members: 14,
        joined: false,
      },
      {
        conversation: '01930000-0000-7000-8000-0000000000f2',
        room: { name: 'Sunday market', topic: '', visibility: 'public', avatar: drawn('room-steamer') },
        members: 31,
        joined: false,
      },
    ],
    join_room: ({ key }) => {
      const conversation = world.add(
        { id: 200, name: 'Workshop', picture: 'room-mug', members: [['lena', 'member']], said: [] },
        key.conversation,
      );
      world.tell({ change: 'conversation', row: conversation.view });
      return null;
    },
    leave: ({ key }) => {
      world.conversations.delete(key.conversation);
      world.tell({ change: 'conversation_gone', key });
      return null;
    },
    set_notify: ({ key, notify, muted_until }) => {
      world.changeRow(world.at(key), { notify, muted_until });
      return null;
    },
    pin_row: ({ key, pinned }) => {
      world.changeRow(world.at(key), { pinned });
      return null;
    },
  }) satisfies Partial<Answers>;
