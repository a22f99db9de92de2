/** The people of the server: who there is, talks with them, and whom one blocks. */
import { everyone, profileOf, whoIs } from '../cast.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const people = (world: World) =>
  ({
    list_people: () =>
      everyone.map((who) => profileOf(who, world.zh)).filter(({ former }) => former !== true),
    open_direct: ({ user }) => {
      for (const { view } of world.conversations.values()) if (view.peer === user) return view.conversation;
      const who = whoIs(user);
      const { name } = profileOf(who, world.zh);
      const conversation = world.add({
        id: 300 + world.conversations.size,
        name,
        picture: '',
        peer: who,
        members: [
          [who, 'owner'],
          ['lena', 'member'],
        ],
        said: [],
      });
      world.tell({ change: 'conversation', row: conversation.view });
      return conversation.view.conversation;
    },
    create_group: ({ users }) => {
      const conversation = world.add({
        id: 400 + world.conversations.size,
        name: '',
        picture: 'room-lantern',
        group: true,
        members: ['lena' as const, ...users.map((user) => whoIs(user))].map((who) => [who, 'member']),
        said: [],
      });
      world.tell({ change: 'conversation', row: conversation.view });
      return conversation.view.conversation;
    },
    block: ({ user, on }) => {
      const others = world.account.blocked.filter((each) => each !== user);
      world.changeAccount({ blocked: on ? [...others, user] : others });
      return null;
    },
  }) satisfies Partial<Answers>;
