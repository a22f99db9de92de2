/** Writing: drafts, and whatever is sent into a conversation or sent again. */
import { garden } from '../cast.ts';
import { deliver, post } from '../posting.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';
import type { VillageFiles } from './files.ts';

export const messages = (world: World, files: VillageFiles) =>
  ({
    typing: () => null,
    send_text: ({ key, text, reply_to }) => post(world, key, { kind: 'text', text }, reply_to),
    send_sticker: ({ key, set, name, reply_to }) =>
      post(world, key, { kind: 'sticker', set, name }, reply_to),
    send_picture: ({ key, picture, caption, reply_to }) =>
      post(world, key, { kind: 'picture', picture, caption }, reply_to),
    send_file: ({ key, file, caption, reply_to }) =>
      post(world, key, { kind: 'file', file, caption }, reply_to),
    send_own_sticker: ({ key, blob, reply_to }) =>
      post(
        world,
        key,
        { kind: 'sticker', set: 'own', name: 'sticker', picture: files.sticker(blob) ?? garden },
        reply_to,
      ),
    stage_picture_file: () => ({ picture: garden }),
    paste_picture: () => null,
    forward: ({ from, messages, to }) =>
      to.flatMap((conversation) =>
        messages.flatMap((message) => {
          const { body, author, at, forwarded } = world.message(from, message);
          if (body === null) return [];
          const key = { account: from.account, conversation };
          return [post(world, key, body, null, forwarded ?? { author, at })];
        }),
      ),
    retry: ({ key, message }) => {
      const conversation = world.at(key);
      const item = conversation.items.find((each) => each.item === 'message' && each.id === message);
      if (item?.item === 'message') deliver(world, key, { ...item, send: { state: 'waiting' } });
      return null;
    },
    discard: ({ key, message }) => {
      const conversation = world.at(key);
      conversation.items = conversation.items.filter(
        (item) => item.item !== 'message' || item.id !== message,
      );
      world.tell({ change: 'item_gone', key, message });
      return null;
    },
    set_draft: ({ key, text, reply_to, attachments, edit }) => {
      world.drafts.set(key.conversation, {
        text,
        reply_to: reply_to === null ? null : world.message(key, reply_to),
        attachments,
        edit: edit && { message: world.message(key, edit.message), text: edit.text },
      });
      world.changeRow(world.at(key), { draft: text });
      return null;
    },
  }) satisfies Partial<Answers>;
