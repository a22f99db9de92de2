/** What one does to a message that is there: edit, delete, react, pin. */
import type { Body } from '../../gen/Body.ts';
import { userOf } from '../cast.ts';
import { act } from '../posting.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const acts = (world: World) =>
  ({
    edit_message: ({ key, message, text }) => {
      const { body } = world.message(key, message);
      const said: Body | null =
        body?.kind === 'text'
          ? { kind: 'text', text }
          : body?.kind === 'picture' || body?.kind === 'file'
            ? { ...body, caption: text }
            : body;
      return act(world, key, message, { body: said, edited_at: Date.now() });
    },
    delete_message: ({ key, message }) =>
      act(world, key, message, { body: null, reactions: [], pinned: false, edited_at: null }),
    react: ({ key, message, emoji, on }) => {
      const me = userOf('lena');
      const { reactions } = world.message(key, message);
      const known = reactions.some((count) => count.emoji === emoji);
      const counts = (known ? reactions : [...reactions, { emoji, users: [] }])
        .map((count) =>
          count.emoji === emoji
            ? { ...count, users: [...count.users.filter((user) => user !== me), ...(on ? [me] : [])] }
            : count,
        )
        .filter((count) => count.users.length > 0);
      return act(world, key, message, { reactions: counts });
    },
    pin_message: ({ key, message, on }) => {
      act(world, key, message, { pinned: on });
      world.changeRow(world.at(key), { pins: world.messages(key).filter((each) => each.pinned).length });
      return null;
    },
  }) satisfies Partial<Answers>;
