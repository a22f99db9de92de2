/** The line under a conversation's name: the last thing said there, or what happened last. */
import type { Item } from '../gen/Item.ts';
import type { Message } from '../gen/Message.ts';
import type { Summary } from '../gen/Summary.ts';
import { profileOf, userOf, whoIs } from './cast.ts';

export function summaryOf(message: Message, zh: boolean): Summary {
  const { body } = message;
  const what: Summary['what'] =
    body === null
      ? { kind: 'deleted' }
      : body.kind === 'text'
        ? { kind: 'text', text: body.text.slice(0, 200) }
        : body.kind === 'sticker'
          ? { kind: 'sticker' }
          : body.kind === 'picture'
            ? { kind: 'picture', caption: body.caption }
            : body.kind === 'file'
              ? { kind: 'file', name: body.file.name }
              : { kind: 'newer' };
  return {
    author: message.author,
    author_name: nameOf(message.author, zh),
    own: message.own,
    send: message.send,
    what,
  };
}

export function noteSummaryOf(note: Extract<Item, { item: 'note' }>, zh: boolean): Summary {
  return {
    author: note.author,
    author_name: nameOf(note.author, zh),
    own: note.author === userOf('lena'),
    send: { state: 'sent' },
    what: { kind: 'note', what: note.what },
  };
}

const nameOf = (user: string, zh: boolean): string => profileOf(whoIs(user), zh).name;
